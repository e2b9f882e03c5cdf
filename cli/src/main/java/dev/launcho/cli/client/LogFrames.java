package dev.launcho.cli.client;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.protocol.LogJson;
import dev.launcho.core.logs.LogPart;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The parts of logs that a server sends, as they arrive. */
final class LogFrames implements Closeable {
    private static final int LONGEST_LINE = 64 * 1024;
    private static final int LARGEST_PART = 1 << 20;

    private final Response response;
    private final AdminHttp http;
    private final InputStream in;
    private final LineReader lines;

    LogFrames(Response response, AdminHttp http) {
        this.response = response;
        this.http = http;
        this.in = new BufferedInputStream(response.body(), 64 * 1024);
        this.lines = new LineReader(in, LONGEST_LINE);
    }

    /** Blocks until the next part comes; empty at the end. A server that is silent for too long counts as a broken connection. */
    Optional<LogPart> next() throws Failure {
        try {
            JsonObject json = Json.parse(lines.next());
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
                throw new EOFException("the server ended the stream early");
            }
            return Optional.of(LogJson.read(json, bytes));
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
