package dev.launcho.cli.client;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.Json;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An HTTP answer whose body may still be arriving. Closing it closes the connection. */
final class Response implements Closeable {
    private static final int LARGEST_TEXT = 64 * 1024 * 1024;

    private final Socket socket;
    private final int status;
    private final long length;
    private final InputStream body;

    private Response(Socket socket, int status, long length, InputStream body) {
        this.socket = socket;
        this.status = status;
        this.length = length;
        this.body = body;
    }

    /** @param bodiless whether it answers a HEAD request */
    static Response read(Socket socket, HeadReader reader, HeadReader.Head head, boolean bodiless) throws IOException {
        Map<String, String> headers = head.headers();
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            return new Response(socket, head.status(), -1, new ChunkedInput(reader));
        }
        String length = headers.getOrDefault("content-length", "0");
        if (!length.matches("[0-9]{1,18}")) {
            throw new IOException("not a length: " + length);
        }
        long bytes = bodiless ? 0 : Long.parseLong(length);
        return new Response(socket, head.status(), bytes, new FixedInput(reader.stream(), bytes));
    }

    int status() {
        return status;
    }

    /** Returns the length of the body in bytes; -1 if it is unknown before the end. */
    long length() {
        return length;
    }

    InputStream body() {
        return body;
    }

    JsonObject json() throws IOException {
        String text = new String(body.readNBytes(LARGEST_TEXT), StandardCharsets.UTF_8);
        try {
            return Json.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IOException("the answer is " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
