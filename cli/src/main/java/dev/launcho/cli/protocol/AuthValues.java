package dev.launcho.cli.protocol;

import java.util.Map;
import org.yaml.snakeyaml.error.Mark;

/**
 * The values of one auth file, checked as they are read.
 *
 * @param values strings by key
 * @param places where the values stand, if that is known
 */
record AuthValues(String file, Map<String, String> values, Map<String, Mark> places) {
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

    /** Returns the value of a key; false if it is missing. */
    boolean flag(String key) throws AuthFile.Bad {
        return switch (values.getOrDefault(key, "false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw bad(key, " must be true or false");
        };
    }

    private AuthFile.Bad bad(String key, String what) {
        Mark at = places.get(key);
        return at == null ? new AuthFile.Bad(file + ": " + key + what) : new AuthFile.Bad(file, at, key, key + what);
    }
}
