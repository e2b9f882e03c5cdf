package dev.launcho.cli.client;

import dev.launcho.core.net.SelfConnect;
import dev.launcho.core.net.SocketFailures;
import dev.launcho.core.text.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** A source of TLS sockets to one server; its failures say why there is none. */
final class TlsConnector {
    /** The longest wait of a person who has typed a command. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Login login;
    private final Duration patience;
    private final SSLSocketFactory sockets;
    private final ClientPrivateKey client;

    /** @param patience the longest wait for the connection, and again for the handshake */
    TlsConnector(Login login, Duration patience) throws Failure {
        this.login = login;
        this.patience = patience;
        this.client = clientPrivateKey(login);
        try {
            this.sockets = PinnedTls.sockets(login.auth().cert(), client);
        } catch (CertificateException e) {
            throw new Failure(
                    ExitCode.INVALID,
                    login.file() + ": cert is not a certificate: " + e.getMessage(),
                    "`launcho print-auth` on the server prints a good one");
        }
    }

    private static ClientPrivateKey clientPrivateKey(Login login) throws Failure {
        try {
            return ClientPrivateKey.of(login.auth().shown());
        } catch (GeneralSecurityException e) {
            throw new Failure(
                    ExitCode.INVALID,
                    login.file() + ": client_cert and client_key can't be used: " + e.getMessage(),
                    "put the PEM of a certificate and of its PKCS #8 key there");
        }
    }

    /**
     * Returns a failure if the server broke the connection because it does not accept the client's certificate. With
     * TLS 1.3 the server checks that after the client has begun to send.
     */
    Optional<Failure> certificateRefused(IOException cause) {
        boolean refused = client.wasAsked() && (!client.hasOne() || cause instanceof SSLHandshakeException);
        return refused ? Optional.of(certificateRefused()) : Optional.empty();
    }

    private Failure certificateRefused() {
        return new Failure(
                ExitCode.AUTH,
                login.address() + " accepts only clients with a certificate that it trusts (server.client_ca); "
                        + (client.hasOne() ? "the one in " + login.file() + " is refused" : login.file() + " has none"),
                "put client_cert and client_key there; the server's administrator issues them");
    }

    /** Returns a socket that is connected, after a handshake with the pinned certificate, with TCP_NODELAY and keep-alive on. */
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
            List<InetAddress> candidates = List.of(BoundedLookup.addresses(address.host(), patience));
            for (int i = 0; i < candidates.size(); i++) {
                // One that is silent leaves the others their share of the time.
                long left = (deadline - System.nanoTime()) / 1_000_000 / (candidates.size() - i);
                Socket socket = new Socket();
                try {
                    socket.connect(new InetSocketAddress(candidates.get(i), address.port()), (int) Math.max(1, left));
                    SelfConnect.refuse(socket);
                    return socket;
                } catch (IOException e) {
                    close(socket);
                    last = e;
                }
            }
        } catch (BoundedLookup.NoAnswer e) {
            throw noNameServer();
        } catch (UnknownHostException e) {
            throw new Failure(
                    ExitCode.UNREACHABLE,
                    "host \"" + address.host() + "\" can't be found",
                    "check host in " + login.file());
        }
        throw unreachable(last);
    }

    private Failure noNameServer() {
        return new Failure(
                ExitCode.UNREACHABLE,
                "no name server answers for the host \"" + login.address().host() + "\" in " + patience.toSeconds()
                        + " s",
                "check host in " + login.file() + ", and /etc/resolv.conf; an IP address needs no name server");
    }

    private Failure unreachable(IOException cause) {
        String why = cause instanceof SocketTimeoutException
                ? "no answer in " + patience.toSeconds() + " s"
                : cause instanceof SocketException
                        ? SocketFailures.beginning(cause).words()
                        : String.valueOf(cause.getMessage());
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
                    "if the server was set up anew, run `launcho print-auth` there and replace the file; if"
                            + " not, somebody may intercept the connection");
        }
        if (client.wasAsked()) {
            return certificateRefused();
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
            // The socket is of no use; the failure that is thrown says more.
        }
    }
}
