package dev.launcho.core.text;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 under one key, set up once: finding the algorithm takes longer than hashing a short text. Thread-safe. */
public final class KeyedHash {
    private static final String ALGORITHM = "HmacSHA256";

    /** Never used itself, only cloned. */
    private final Mac fresh;

    private KeyedHash(Mac fresh) {
        this.fresh = fresh;
    }

    /** @param key at least one byte; another key gives other hashes */
    public static KeyedHash of(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return new KeyedHash(mac);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /** Returns the hash as 64 hex digits. */
    public String hex(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(((Mac) fresh.clone()).doFinal(bytes));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Java's own " + ALGORITHM + " can be copied", e);
        }
    }

    /** Returns the hash of a text's UTF-8 as 64 hex digits. */
    public String hex(String text) {
        return hex(text.getBytes(StandardCharsets.UTF_8));
    }
}
