package dev.launcho.cli.protocol;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** A reader of certificates and keys in PEM. */
public final class PemText {
    private PemText() {}

    /** Returns one or more certificates. */
    public static X509Certificate[] certificates(String pem) throws CertificateException {
        X509Certificate[] all = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                .toArray(new X509Certificate[0]);
        if (all.length == 0) {
            throw new CertificateException("no certificate found");
        }
        return all;
    }

    /**
     * Returns a private key, given in PKCS #8.
     *
     * @param algorithm the algorithm of the public key in its certificate
     * @throws IllegalArgumentException if the text is not Base64
     */
    public static PrivateKey key(String pem, String algorithm) throws GeneralSecurityException {
        byte[] encoded = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }
}
