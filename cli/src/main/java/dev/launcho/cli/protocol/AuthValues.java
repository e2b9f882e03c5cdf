package dev.launcho.cli.protocol;

import java.util.Map;

/**
 * The values of one auth file, checked as they are read.
 *
 * @param values strings by key
 * @param places {@code file:line:column} by key, where they are known
 */
record AuthValues(String file, Map<String, String> values, Map<String, String> places) {
    String required(String key) throws AuthFile.Bad {
        String value = values.getOrDefault(key, "").strip();
        if (value.isEmpty()) {
            throw new AuthFile.Bad(file + ": key \"" + key + "\" is missing");
        }
        return value;
    }

    String pem(String key, String kind) throws AuthFile.Bad {
        String text = required(key);
        if (!text.startsWith("-----BEGIN " + kind + "-----") || !text.endsWith("-----END " + kind + "-----")) {
            throw bad(key, " must be a PEM block from -----BEGIN " + kind + "----- to -----END " + kind + "-----");
        }
        return text + "\n";
    }

    String token(String key) throws AuthFile.Bad {
        String token = required(key);
        if (!token.chars().allMatch(c -> c >= '!' && c <= '~')) {
            throw bad(key, " must be printable, without spaces");
        }
        return token;
    }

    /** False if it is not there. */
    boolean flag(String key) throws AuthFile.Bad {
        return switch (values.getOrDefault(key, "false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw bad(key, " must be true or false");
        };
    }

    private AuthFile.Bad bad(String key, String what) {
        return new AuthFile.Bad(places.getOrDefault(key, file) + ": " + key + what);
    }
}
