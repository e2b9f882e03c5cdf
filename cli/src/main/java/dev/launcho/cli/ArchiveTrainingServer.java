package dev.launcho.cli;

import dev.launcho.cli.protocol.Auth;
import dev.launcho.cli.protocol.AuthFile;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Locale;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** A TLS server that answers a {@link ArchiveTraining}: one status, one secret's name, and 404 to everything else. It has a thread of its own. */
final class ArchiveTrainingServer implements Closeable {
    private static final String PASSWORD = "rehearsal";

    private final SSLServerSocket listener;
    private final String certificate;
    private final String key;
    private final byte[] status;

    private ArchiveTrainingServer(SSLServerSocket listener, String certificate, String key, byte[] status) {
        this.listener = listener;
        this.certificate = certificate;
        this.key = key;
        this.status = status;
    }

    /** @param folder the file with the key is created there */
    static ArchiveTrainingServer start(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        KeyStore keys = keys(folder.resolve("key.p12"));
        KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        SSLServerSocket listener = (SSLServerSocket)
                tls.getServerSocketFactory().createServerSocket(0, 8, InetAddress.getLoopbackAddress());
        String certificate = pem("CERTIFICATE", keys.getCertificate("launcho").getEncoded());
        String key = pem(
                "PRIVATE KEY", keys.getKey("launcho", PASSWORD.toCharArray()).getEncoded());
        try (InputStream text = ArchiveTrainingServer.class.getResourceAsStream("rehearsal-status.json")) {
            ArchiveTrainingServer server = new ArchiveTrainingServer(
                    listener, certificate, key, text == null ? new byte[0] : text.readAllBytes());
            Thread thread = new Thread(server::serve, "stand-in");
            thread.setDaemon(true);
            thread.start();
            return server;
        }
    }

    /** Makes a key and a certificate with the JDK's own {@code keytool}: Java has no public way to make a certificate. */
    private static KeyStore keys(Path file) throws IOException, GeneralSecurityException, InterruptedException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "launcho",
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-sigalg",
                        "SHA256withRSA",
                        "-dname",
                        "CN=launcho",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool made no key");
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private static String pem(String kind, byte[] encoded) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
    }

    String clientAuth() {
        return AuthFile.format(Auth.ofClient(host(), certificate, "rehearsal"));
    }

    /** Returns the file of the server's own machine, whose client shows the server's certificate. */
    String serverAuth() {
        return AuthFile.format(Auth.ofServer(host(), certificate, key, "rehearsal", ""));
    }

    private String host() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket client = listener.accept()) {
                answer(client);
            } catch (IOException e) {
                // A client left early, or the listener was closed.
            }
        }
    }

    private void answer(Socket client) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        String first = lines.readLine();
        String line = first;
        while (line != null && !line.isEmpty()) {
            line = lines.readLine();
        }
        byte[] found = found(first == null ? "" : first);
        byte[] body = found.length > 0 ? found : bytes("{\"error\":{\"code\":\"not_found\",\"lines\":[\"no\"]}}");
        String head = String.format(
                Locale.ROOT,
                "HTTP/1.1 %s\r\ncontent-type: application/json\r\ncontent-length: %d\r\nconnection: close\r\n\r\n",
                found.length > 0 ? "200 OK" : "404 Not Found",
                body.length);
        client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().write(body);
    }

    /** Returns the body of the answer; empty for 404. */
    private byte[] found(String requestLine) {
        if (requestLine.contains(" /v1/status ")) {
            return status;
        }
        return requestLine.startsWith("GET /v1/secrets ") ? bytes("{\"secrets\":[\"web\"]}") : new byte[0];
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
