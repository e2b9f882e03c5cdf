package dev.launcho.core.store;

import dev.launcho.core.text.KeyedHash;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Fingerprints, which show whether two values differ, and nothing else about them. Immutable. */
public final class ValueFingerprints {
    private static final SecureRandom RANDOM = new SecureRandom();

    private ValueFingerprints() {}

    /** @return {@code bytes} random bytes, in hex digits */
    public static String random(int bytes) {
        byte[] b = new byte[bytes];
        RANDOM.nextBytes(b);
        return HexFormat.of().formatHex(b);
    }

    /** Returns the first 16 hex digits of the keyed hash. */
    public static String fingerprint(KeyedHash key, String value) {
        return key.hex(value).substring(0, 16);
    }

    /**
     * Returns a secret's fingerprint as it is shown to users. It depends on the name, so that nobody sees whether two secrets
     * have the same value.
     *
     * @param fingerprint not empty
     * @return hex digits
     */
    public static String shown(String name, String fingerprint) {
        return KeyedHash.of(fingerprint.getBytes(StandardCharsets.US_ASCII)).hex(name);
    }
}
