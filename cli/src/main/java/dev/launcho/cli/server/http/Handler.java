package dev.launcho.cli.server.http;

import dev.launcho.core.admin.Refused;
import java.io.IOException;

/** Answers one kind of request. Runs on a worker and may block; must answer, or throw, before it returns. */
public interface Handler {
    /** @throws IOException when the client is gone or too slow, or what it asked for can't be read */
    void handle(Exchange exchange) throws HttpError, Refused, IOException;
}
