package dev.launcho.cli.server.auth;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A generator of the self-signed certificate that clients pin. It is for {@code launcho}, and valid from 1975 to 4096 as the
 * first Launcho's, since a pinned certificate needs no expiry. Its key is RSA 2048, because a P-256 key costs a JVM client
 * 65 ms more in the handshake.
 */
public final class Certificates {
    private static final String NAME = "launcho";
    private static final Instant FROM = Instant.parse("1975-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("4096-01-01T00:00:00Z");

    private Certificates() {}

    /** A certificate and its key, both in PEM; the key is PKCS #8. */
    public record Pair(String certificate, String privateKey) {}

    public static Pair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair keys = generator.generateKeyPair();
            X500Name name = new X500Name("CN=" + NAME);
            X509v3CertificateBuilder certificate = new JcaX509v3CertificateBuilder(
                            name,
                            new BigInteger(159, new SecureRandom()),
                            Date.from(FROM),
                            Date.from(TO),
                            name,
                            keys.getPublic())
                    .addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(new GeneralName(GeneralName.dNSName, NAME)));
            byte[] encoded = certificate
                    .build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate()))
                    .getEncoded();
            return new Pair(
                    pem("CERTIFICATE", encoded),
                    pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("can't make a certificate", e);
        }
    }

    private static String pem(String kind, byte[] encoded) {
        StringWriter text = new StringWriter();
        text.append("-----BEGIN ").append(kind).append("-----\n");
        text.append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded));
        return text.append("\n-----END ").append(kind).append("-----\n").toString();
    }
}
