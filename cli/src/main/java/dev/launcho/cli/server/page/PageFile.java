package dev.launcho.cli.server.page;

import dev.launcho.cli.server.wire.PacedBody;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** A file of the page. Immutable. */
public final class PageFile {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "woff2", "font/woff2",
            "txt", "text/plain; charset=utf-8");

    private final byte[] bytes;
    private final String type;
    private final String tag;

    private PageFile(byte[] bytes, String type, String tag) {
        this.bytes = bytes;
        this.type = type;
        this.tag = tag;
    }

    /**
     * @param bytes nothing may change them
     * @throws IllegalArgumentException if the type of the file is not known by its name
     */
    static PageFile of(String name, byte[] bytes) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalArgumentException(
                    "the page's file " + name + " has none of the known types: " + TYPES.keySet());
        }
        return new PageFile(bytes, type, "\"" + hash(bytes) + "\"");
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 16);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    public String type() {
        return type;
    }

    /** Returns the strong tag of this version (RFC 9110, 8.8.3), in quotes. */
    public String tag() {
        return tag;
    }

    public int length() {
        return bytes.length;
    }

    /** @param held a list of tags, as {@code If-None-Match} has it */
    public boolean isHeld(String held) {
        return Arrays.stream(held.split(",")).map(String::strip).anyMatch(each -> each.equals(tag) || each.equals("*"));
    }

    /** Returns the bytes, for one answer. */
    public PacedBody.Source source() {
        return new PacedBody.Source() {
            private boolean given;

            @Override
            public Optional<byte[]> next() {
                boolean first = !given;
                given = true;
                return first && bytes.length > 0 ? Optional.of(bytes) : Optional.empty();
            }

            @Override
            public boolean isEnded() {
                return given;
            }
        };
    }
}
