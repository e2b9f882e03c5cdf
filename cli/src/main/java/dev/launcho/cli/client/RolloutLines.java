package dev.launcho.cli.client;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.Json;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;

/** The lines of a stream of rollout steps or events, as they arrive. */
final class RolloutLines implements Closeable {
    /** In bytes; far more than the longest report of a rollout. */
    private static final int LONGEST_LINE = 4 * 1024 * 1024;

    private final Response response;
    private final AdminHttp http;
    private final LineReader lines;

    RolloutLines(Response response, AdminHttp http) {
        this.response = response;
        this.http = http;
        this.lines = new LineReader(new BufferedInputStream(response.body()), LONGEST_LINE);
    }

    /** Blocks until the next line comes. An end, or a server that is silent for too long, counts as a broken connection. */
    JsonObject next() throws Failure {
        try {
            return Json.parse(lines.next());
        } catch (IOException e) {
            throw http.broken(e);
        } catch (IllegalArgumentException e) {
            throw http.broken(new IOException(e.getMessage(), e));
        }
    }

    @Override
    public void close() throws IOException {
        response.close();
    }
}
