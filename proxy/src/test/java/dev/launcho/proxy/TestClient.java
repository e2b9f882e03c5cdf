package dev.launcho.proxy;

import dev.launcho.core.text.HostPort;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A blocking client; no read waits for longer than half a minute. */
final class TestClient implements AutoCloseable {
    static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket = new Socket();

    TestClient(HostPort to) throws IOException {
        this(to, 0);
    }

    /** @param receiveBuffer in bytes, or 0 for the system's */
    TestClient(HostPort to, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(to.host(), to.port()), PATIENCE_MILLIS);
    }

    /** @param host the client's own address */
    TestClient(HostPort to, String host) throws IOException {
        socket.bind(new InetSocketAddress(host, 0));
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(to.host(), to.port()), PATIENCE_MILLIS);
    }

    TestClient send(String text) throws IOException {
        out().write(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Up to the line's end, which is left out. */
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in().read(); next != '\n'; next = in().read()) {
            if (next < 0) {
                throw new EOFException("after \"" + line + "\"");
            }
            line.append((char) next);
        }
        return line.toString();
    }

    String rest() throws IOException {
        return new String(in().readAllBytes(), StandardCharsets.UTF_8);
    }

    TestClient finish() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Whether the next thing that comes is a reset, not bytes or a clean end. */
    boolean isReset() throws IOException {
        try {
            in().read();
            return false;
        } catch (SocketException reset) {
            return reset.getMessage().contains("reset");
        }
    }

    InputStream in() throws IOException {
        return socket.getInputStream();
    }

    OutputStream out() throws IOException {
        return socket.getOutputStream();
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
