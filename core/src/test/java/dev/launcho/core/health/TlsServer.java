package dev.launcho.core.health;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** An application behind TLS: answers every connection as a script tells, and keeps what it was asked. */
final class TlsServer implements AutoCloseable {
    private static final String PASSWORD = "changeit";

    private final SSLServerSocket listener;
    private final TestServer.Script script;
    final Queue<String> requests = new ConcurrentLinkedQueue<>();
    final Queue<String> names = new ConcurrentLinkedQueue<>();
    final Queue<String> protocols = new ConcurrentLinkedQueue<>();

    private TlsServer(SSLServerSocket listener, TestServer.Script script) {
        this.listener = listener;
        this.script = script;
        start(this::accept);
    }

    /** One certificate for a test class: {@code keytool} takes a second. */
    static SSLContext certificate(Path dir, String... options) throws Exception {
        Path store = Files.createTempDirectory(dir, "keys").resolve("keys.p12");
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-dname",
                "CN=somebody else",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(options));
        Process made = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("keytool.log").toFile())
                .start();
        if (!made.waitFor(60, TimeUnit.SECONDS) || made.exitValue() != 0) {
            throw new IOException("keytool: " + Files.readString(dir.resolve("keytool.log")));
        }
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), new TrustManager[] {new AnyCertificate().trust}, null);
        return context;
    }

    static TlsServer saying(SSLContext certificate, String answer) throws Exception {
        return on(certificate, client -> TestServer.say(client.getOutputStream(), answer), settings -> {});
    }

    static TlsServer on(SSLContext certificate, TestServer.Script script, Consumer<SSLParameters> settings)
            throws IOException, GeneralSecurityException {
        SSLServerSocket listener = (SSLServerSocket)
                certificate.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        SSLParameters parameters = listener.getSSLParameters();
        settings.accept(parameters);
        listener.setSSLParameters(parameters);
        return new TlsServer(listener, script);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                SSLSocket client = (SSLSocket) listener.accept();
                start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(SSLSocket client) {
        try (Socket open = client) {
            client.startHandshake();
            protocols.add(client.getSession().getProtocol());
            ExtendedSSLSession session = (ExtendedSSLSession) client.getSession();
            names.add(String.join(
                    ",",
                    session.getRequestedServerNames().stream()
                            .map(SNIServerName::getEncoded)
                            .map(name -> new String(name, StandardCharsets.UTF_8))
                            .toList()));
            InputStream in = open.getInputStream();
            byte[] request = new byte[8192];
            int n = in.read(request);
            requests.add(new String(request, 0, Math.max(0, n), StandardCharsets.ISO_8859_1));
            script.answer(client);
        } catch (IOException left) {
            return;
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "tls-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
