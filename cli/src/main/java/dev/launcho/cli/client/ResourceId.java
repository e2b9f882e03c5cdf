package dev.launcho.cli.client;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The id of a resource: the first 40 hex digits of the SHA-256 of its bytes. */
public final class ResourceId {
    private static final int DIGITS = 40;

    private ResourceId() {}

    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Returns the id of the bytes that went into {@code digest}, and resets it. */
    public static String of(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    }
}
