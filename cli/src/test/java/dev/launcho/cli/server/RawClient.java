package dev.launcho.cli.server;

import dev.launcho.cli.fuzz.Answer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;

/** Says exactly what a test wants over TLS, and trusts whoever answers. */
final class RawClient implements Closeable {
    private final SSLSocket socket;

    RawClient(int port) throws IOException {
        socket = RawSockets.connect(port);
        socket.setSoTimeout(10_000);
    }

    /** {@code ~} stands for a line end. */
    RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.replace("~", "\r\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    void sendRaw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Until the server closes. */
    String readAll() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Until {@code end} has come. */
    String readUntil(String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (!text.toString().endsWith(end)) {
            int c = socket.getInputStream().read();
            if (c < 0) {
                throw new IOException("ended before \"" + end + "\": " + text);
            }
            text.append((char) c);
        }
        return text.toString();
    }

    /**
     * One answer, which another may follow.
     *
     * @param toHead whether it answers a HEAD request
     */
    Answer answer(boolean toHead) throws IOException {
        return Answer.read(socket.getInputStream(), toHead, false)
                .orElseThrow(() -> new IOException("the server closed instead of an answer"));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
