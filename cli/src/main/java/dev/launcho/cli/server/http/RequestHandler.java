package dev.launcho.cli.server.http;

import dev.launcho.core.intent.RequestRefused;
import java.io.IOException;

/** Answers one kind of request. Runs on a worker and may block; must answer, or throw, before it returns. */
public interface RequestHandler {
    /** @throws IOException if the client is gone or too slow, or the content of the answer can't be read */
    void handle(AdminExchange exchange) throws HttpError, RequestRefused, IOException;
}
