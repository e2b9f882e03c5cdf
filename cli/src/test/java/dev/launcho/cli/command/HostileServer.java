package dev.launcho.cli.command;

import dev.launcho.cli.protocol.Auth;
import dev.launcho.cli.protocol.AuthFile;
import dev.launcho.cli.protocol.PemText;
import dev.launcho.cli.server.auth.Certificates;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A server with the right certificate that answers with anything. */
final class HostileServer implements Closeable {
    private static final Certificates.Pair PAIR = Certificates.generate();

    private final Path home;
    private final SSLServerSocket listening;
    private final Answer answer;

    /** The answer to one request. */
    interface Answer {
        /** @param request its first line */
        void write(String request, OutputStream to) throws IOException;
    }

    private HostileServer(Path home, SSLServerSocket listening, Answer answer) {
        this.home = home;
        this.listening = listening;
        this.answer = answer;
    }

    /** @param home gets an auth file for the server */
    static HostileServer start(Path home, Answer answer) throws Exception {
        X509Certificate[] chain = PemText.certificates(PAIR.certificate());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("server", PemText.key(PAIR.privateKey(), "RSA"), new char[0], chain);
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, new char[0]);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        SSLServerSocket listening = (SSLServerSocket)
                tls.getServerSocketFactory().createServerSocket(0, 16, InetAddress.getLoopbackAddress());
        Auth auth = Auth.ofClient("127.0.0.1:" + listening.getLocalPort(), PAIR.certificate(), "token");
        Files.writeString(home.resolve("launcho-client-auth.yaml"), AuthFile.format(auth));
        HostileServer server = new HostileServer(home, listening, answer);
        Thread thread = new Thread(server::serve, "hostile-server");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    /** Returns the home of its client. */
    Path home() {
        return home;
    }

    /** Answers every request with this JSON. */
    static Answer json(String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        return (request, to) -> {
            to.write(("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            to.write(body);
        };
    }

    /** Answers with a text, and then with another one for ever. */
    static Answer endless(String first, String again) {
        return (request, to) -> {
            to.write(first.getBytes(StandardCharsets.US_ASCII));
            byte[] bytes = again.repeat(1000).getBytes(StandardCharsets.US_ASCII);
            while (true) {
                to.write(bytes);
            }
        };
    }

    private void serve() {
        while (!listening.isClosed()) {
            try (SSLSocket socket = (SSLSocket) listening.accept()) {
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                String request = in.readLine();
                String line = request;
                while (line != null && !line.isEmpty()) {
                    line = in.readLine();
                }
                answer.write(String.valueOf(request), socket.getOutputStream());
            } catch (IOException gone) {
                continue; // The client had enough.
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
