package dev.launcho.cli.client;

import dev.launcho.core.model.HostPort;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Opens TLS sockets to one server, or says why it can't. */
final class Wire {
    /** Of a person who wants it done. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Login login;
    private final Duration patience;
    private final SSLSocketFactory sockets;

    /** @param patience for the connection, and again for the handshake */
    Wire(Login login, Duration patience) throws Failure {
        this.login = login;
        this.patience = patience;
        try {
            this.sockets = PinnedTls.sockets(login.auth().cert());
        } catch (CertificateException e) {
            throw new Failure(
                    ExitCode.INVALID,
                    login.file() + ": cert is not a certificate: " + e.getMessage(),
                    "`launcho print-auth` on the server prints a good one");
        }
    }

    /** Connected, recognised, TCP_NODELAY and keep-alive on. */
    SSLSocket open(Duration readTimeout) throws Failure {
        Socket plain = connect();
        try {
            plain.setTcpNoDelay(true);
            plain.setKeepAlive(true);
            plain.setSoTimeout((int) patience.toMillis());
            HostPort address = login.address();
            SSLSocket tls = (SSLSocket) sockets.createSocket(plain, address.host(), address.port(), true);
            tls.startHandshake();
            tls.setSoTimeout((int) readTimeout.toMillis());
            return tls;
        } catch (IOException e) {
            close(plain);
            throw handshakeFailed(e);
        }
    }

    private Socket connect() throws Failure {
        HostPort address = login.address();
        long deadline = System.nanoTime() + patience.toNanos();
        IOException last = new SocketTimeoutException();
        try {
            for (InetAddress candidate : InetAddress.getAllByName(address.host())) {
                int left = (int) ((deadline - System.nanoTime()) / 1_000_000);
                Socket socket = new Socket();
                try {
                    socket.connect(new InetSocketAddress(candidate, address.port()), Math.max(1, left));
                    return socket;
                } catch (IOException e) {
                    close(socket);
                    last = e;
                }
            }
        } catch (UnknownHostException e) {
            throw new Failure(
                    ExitCode.UNREACHABLE,
                    "host \"" + address.host() + "\" can't be found",
                    "check host in " + login.file());
        }
        throw unreachable(last);
    }

    private Failure unreachable(IOException cause) {
        String why = cause instanceof SocketTimeoutException
                ? "no answer in " + patience.toSeconds() + " s"
                : cause instanceof ConnectException ? "connection refused" : cause.getMessage();
        return new Failure(
                ExitCode.UNREACHABLE,
                login.address() + " is not reachable: " + why,
                "is `launcho server` running there? The address comes from " + login.file());
    }

    private Failure handshakeFailed(IOException cause) {
        if (PinnedTls.mismatched(cause)) {
            return new Failure(
                    ExitCode.AUTH,
                    login.address() + " shows another certificate than the one in " + login.file(),
                    "if the server was set up anew, run `launcho print-auth` there and replace the file;"
                            + " if not, somebody may be in between");
        }
        if (cause instanceof SSLException) {
            return new Failure(
                    ExitCode.UNREACHABLE,
                    login.address() + " does not speak TLS as a launcho server does: " + cause.getMessage(),
                    "check that the port in " + login.file() + " is launcho's admin port");
        }
        return unreachable(cause);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It was of no use anyway; the failure that is thrown tells more.
        }
    }
}
