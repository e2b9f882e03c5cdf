package dev.launcho.cli.protocol;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

/** The fingerprint of a certificate, as browsers show it: SHA-256 of its DER form, in upper-case hex with colons. */
public final class CertificateFingerprint {
    private CertificateFingerprint() {}

    /**
     * @param pem one certificate, or more, of which the first counts
     * @throws IllegalArgumentException if there is no certificate
     */
    public static String of(String pem) {
        try {
            byte[] der = PemText.certificates(pem)[0].getEncoded();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(der);
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a certificate that can be used: " + e.getMessage(), e);
        }
    }
}
