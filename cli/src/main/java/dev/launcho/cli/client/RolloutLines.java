package dev.launcho.cli.client;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.Json;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The lines that a server tells of a rollout, as they come. */
final class RolloutLines implements Closeable {
    private final Response response;
    private final Http http;
    private final BufferedReader lines;

    RolloutLines(Response response, Http http) {
        this.response = response;
        this.http = http;
        this.lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    /** Blocks; an end, or a server that says nothing for too long, counts as a broken connection. */
    JsonObject next() throws Failure {
        try {
            String line = lines.readLine();
            if (line == null) {
                throw new EOFException("the server ended it early");
            }
            return Json.parse(line);
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
