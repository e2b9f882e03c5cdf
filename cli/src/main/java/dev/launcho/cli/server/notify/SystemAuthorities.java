package dev.launcho.cli.server.notify;

import dev.launcho.cli.protocol.PemText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The certificate authorities that this machine trusts, as curl and others use them. Without a file of them, and with {@code
 * -Djavax.net.ssl.trustStore}, those of the JVM count. Blocks.
 */
final class SystemAuthorities {
    /** Of Debian and Ubuntu, Fedora and RHEL, SUSE, Alpine. */
    private static final List<Path> FILES = List.of(
            Path.of("/etc/ssl/certs/ca-certificates.crt"),
            Path.of("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),
            Path.of("/etc/ssl/ca-bundle.pem"),
            Path.of("/etc/ssl/cert.pem"));

    private SystemAuthorities() {}

    /** Returns the TLS of clients that trust them. */
    static SSLContext tls() throws IOException, GeneralSecurityException {
        Optional<Path> file = FILES.stream().filter(Files::isReadable).findFirst();
        return file.isEmpty() || System.getProperty("javax.net.ssl.trustStore") != null
                ? SSLContext.getDefault()
                : trusting(file.get());
    }

    /** Returns the TLS of clients that trust the certificates of a PEM file. */
    static SSLContext trusting(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (X509Certificate one : PemText.certificates(Files.readString(file, StandardCharsets.ISO_8859_1))) {
            store.setCertificateEntry("ca-" + store.size(), one);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return tls;
    }
}
