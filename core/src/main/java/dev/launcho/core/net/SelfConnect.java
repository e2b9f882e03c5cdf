package dev.launcho.core.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;

/**
 * Detects sockets that are connected to themselves. If nobody listens on a local port and the kernel gives a connect
 * that very port, the socket connects to itself. TCP allows two ends to open at once, also if they are one (RFC 9293,
 * 3.5).
 */
public final class SelfConnect {
    private SelfConnect() {}

    /** @throws ConnectException if the socket is its own peer; then it is closed at once, so that its port is free */
    public static void refuse(Socket connected) throws IOException {
        if (connected.getLocalSocketAddress().equals(connected.getRemoteSocketAddress())) {
            connected.setSoLinger(true, 0);
            connected.close();
            throw new ConnectException("nothing listens there: the connection reached itself");
        }
    }
}
