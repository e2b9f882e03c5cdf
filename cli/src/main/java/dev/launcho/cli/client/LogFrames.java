package dev.launcho.cli.client;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.protocol.LogJson;
import dev.launcho.core.logs.LogPart;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The parts of logs that a server sends, as they come. */
final class LogFrames implements Closeable {
    private static final int LONGEST_LINE = 64 * 1024;
    private static final int LARGEST_PART = 1 << 20;

    private final Response response;
    private final Http http;
    private final InputStream in;

    LogFrames(Response response, Http http) {
        this.response = response;
        this.http = http;
        this.in = new BufferedInputStream(response.body(), 64 * 1024);
    }

    /** Blocks; empty at the end. A server that says nothing for too long counts as a broken connection. */
    Optional<LogPart> next() throws Failure {
        try {
            JsonObject json = Json.parse(line());
            if (json.has("error")) {
                throw new Failure(ExitCode.FAILED, Json.string(json, "error"));
            }
            if (json.getBoolean("end")) {
                return Optional.empty();
            }
            int length = json.getInt("bytes");
            if (length < 0 || length > LARGEST_PART) {
                throw new IOException("a part of " + length + " bytes");
            }
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new EOFException("the server ended it early");
            }
            return Optional.of(LogJson.read(json, bytes));
        } catch (IOException e) {
            throw http.broken(e);
        } catch (IllegalArgumentException e) {
            throw http.broken(new IOException(e.getMessage(), e));
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 || line.size() > LONGEST_LINE) {
                throw new EOFException("the server ended it early");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        response.close();
    }
}
