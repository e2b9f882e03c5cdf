package dev.launcho.cli.protocol;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A reader of auth files in the form that {@link AuthFile#format} writes. It needs no YAML parser, which takes a client longer
 * than its request does. Files in any other form are left to the parser.
 */
final class PlainAuth {
    private static final Set<String> NOT_STRINGS = Set.of("null", "Null", "NULL", "~");
    private static final String PLAIN = "-._:/";

    private final String[] lines;
    private int next;

    private PlainAuth(String text) {
        lines = text.split("\n", -1);
    }

    /** Returns the values by key, without nulls; empty unless a YAML parser would surely read the same values. */
    static Optional<Map<String, String>> values(String text) {
        return new PlainAuth(text).read();
    }

    private Optional<Map<String, String>> read() {
        Map<String, String> values = new HashMap<>();
        while (next < lines.length) {
            String line = lines[next++];
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int colon = line.indexOf(": ");
            String key = colon < 0 ? "" : line.substring(0, colon);
            if (!AuthFile.KEYS.contains(key) || values.containsKey(key)) {
                return Optional.empty();
            }
            String value = line.substring(colon + 2);
            if (value.equals("|")) {
                if (next < lines.length && lines[next].startsWith("   ")) {
                    return Optional.empty(); // Indented by more than format() does.
                }
                value = block();
            } else if (value.equals("null") && key.equals("private")) {
                continue;
            } else if (!plain(value)) {
                return Optional.empty();
            }
            values.put(key, value);
        }
        return Optional.of(values);
    }

    private String block() {
        StringBuilder block = new StringBuilder();
        while (next < lines.length && lines[next].startsWith("  ")) {
            block.append(lines[next++].substring(2)).append('\n');
        }
        return block.toString();
    }

    /** Returns whether a value has only letters, digits, and characters that mean nothing to YAML between them. */
    private static boolean plain(String value) {
        if (value.isEmpty() || NOT_STRINGS.contains(value) || !alphanumeric(value.charAt(0))) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            if (!alphanumeric(value.charAt(i)) && PLAIN.indexOf(value.charAt(i)) < 0) {
                return false;
            }
        }
        return !value.endsWith(":");
    }

    private static boolean alphanumeric(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
