package dev.launcho.cli.client;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** How a resource is named: the first 40 hex digits of the SHA-256 of its bytes. */
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

    /** Of what went into {@code digest}, which starts anew. */
    public static String of(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    }
}
