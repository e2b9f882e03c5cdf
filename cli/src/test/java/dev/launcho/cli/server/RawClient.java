package dev.launcho.cli.server;

import dev.launcho.cli.fuzz.Answer;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLSocket;

/** Says exactly what a test wants over TLS, and trusts whoever answers. */
public final class RawClient implements Closeable {
    private static final int PATIENCE_MILLIS = 30_000;

    private final SSLSocket socket;

    public RawClient(int port) throws IOException {
        socket = RawSockets.connect(port);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** {@code ~} stands for a line end. */
    public RawClient send(String text) throws IOException {
        sendRaw(text.replace("~", "\r\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** As much as the server takes: one that has refused a request reads for a while and closes, its answer is there. */
    void sendRaw(byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
        } catch (SocketException closed) {
            return;
        }
    }

    /** Until the server closes. */
    public String readAll() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Until {@code end} has come. */
    public String readUntil(String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end, Math.max(0, text.length() - end.length())) < 0) {
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
    public Answer answer(boolean toHead) throws IOException {
        return Answer.read(socket.getInputStream(), toHead, false)
                .orElseThrow(() -> new IOException("the server closed instead of an answer"));
    }

    /** Whether a byte comes within a time; it is lost. */
    boolean hears(Duration within) throws IOException {
        socket.setSoTimeout((int) within.toMillis());
        try {
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException silent) {
            return false;
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
