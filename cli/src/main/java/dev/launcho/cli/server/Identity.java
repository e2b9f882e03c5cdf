package dev.launcho.cli.server;

import dev.launcho.cli.protocol.Auth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.SSLException;

/** The TLS side of an auth file: RSA as we make it, or EC as the first Launcho made it. */
final class Identity {
    private Identity() {}

    /** @throws IllegalArgumentException with a line for the user when certificate and key can't be used */
    static SslContext tls(Auth auth) {
        if (auth.privateKey().isEmpty()) {
            throw new IllegalArgumentException("the server's auth file has no private key");
        }
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(auth.cert().getBytes(StandardCharsets.US_ASCII)));
            PrivateKey key = KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(decode(auth.privateKey())));
            return SslContextBuilder.forServer(key, certificate)
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        } catch (GeneralSecurityException | SSLException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the server's auth file has a certificate or key that can't be used: " + e.getMessage(), e);
        }
    }

    private static byte[] decode(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    }
}
