package dev.launcho.cli.fuzz;

import dev.launcho.cli.server.RawSockets;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Sends requests over one connection for as long as that can be used, then over the next. */
final class Caller implements AutoCloseable {
    /** After what may be half a request, a server may well wait for the rest: then it is ended by us. */
    private static final int PATIENCE_MILLIS = 10_000;

    private final int port;
    private @Nullable SSLSocket socket;

    Caller(int port) {
        this.port = port;
    }

    /** The answer; empty if the server closed without one, as it may to what is no HTTP. */
    String call(Requests.One request) throws IOException {
        if (socket == null) {
            socket = RawSockets.connect(port);
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
        SSLSocket now = socket;
        try {
            now.getOutputStream().write(request.bytes());
            if (!request.whole()) {
                now.shutdownOutput();
            }
            String answer = answer(now.getInputStream());
            if (!request.whole() || answer.contains("connection: close")) {
                close();
            }
            return answer;
        } catch (SocketTimeoutException e) {
            close();
            throw e;
        } catch (SSLException | SocketException | EOFException e) {
            close();
            return "";
        }
    }

    private static String answer(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.length() < 4 || text.lastIndexOf("\r\n\r\n") != text.length() - 4) {
            int c = in.read();
            if (c < 0) {
                return text.toString();
            }
            text.append((char) c);
        }
        String head = text.toString();
        if (head.startsWith("HTTP/1.1 100 ")) {
            return answer(in);
        }
        if (head.contains("transfer-encoding: chunked")) {
            while (text.lastIndexOf("\r\n0\r\n\r\n") != text.length() - 7) {
                int c = in.read();
                if (c < 0) {
                    return text.toString();
                }
                text.append((char) c);
            }
        } else if (head.contains("content-length: ")) {
            int length = Integer.parseInt(head.replaceAll("(?s).*content-length: ([0-9]+).*", "$1"));
            text.append(new String(in.readNBytes(length), StandardCharsets.ISO_8859_1));
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        SSLSocket last = socket;
        socket = null;
        if (last != null) {
            last.close();
        }
    }
}
