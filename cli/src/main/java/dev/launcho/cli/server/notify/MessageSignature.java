package dev.launcho.cli.server.notify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature of a message, by which a receiver knows its sender: HMAC-SHA256 (RFC 2104) of the time in the header
 * {@value #TIME}, a dot, and the body.
 */
final class MessageSignature {
    /** The header with the time of the attempt, in seconds since 1970. */
    static final String TIME = "X-Launcho-Timestamp";

    /** The header with {@code sha256=} and the signature in 64 hex digits. */
    static final String SIGNATURE = "X-Launcho-Signature";

    /** The header with the id of the message. */
    static final String ID = "X-Launcho-Id";

    private static final String ALGORITHM = "HmacSHA256";

    private MessageSignature() {}

    /** @param key not empty */
    static String of(byte[] key, String time, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update((time + ".").getBytes(StandardCharsets.US_ASCII));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has " + ALGORITHM, e);
        }
    }
}
