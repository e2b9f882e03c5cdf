package dev.launcho.core.event;

/**
 * A key that differs, as texts to show. It never holds the value of a secret, only its reference and a prefix of its
 * fingerprints.
 *
 * @param key {@code env.PORT}; also of a list or mapping: {@code command[1]}
 * @param before in quotes if it is free text, like a command or a path. Bare if it is a number, a duration or a keyword.
 *     Empty if the key was not there
 * @param after likewise; empty if the key was removed
 * @param secret name of the secret if only its value differs; empty if the text differs
 */
public record FieldChange(String key, String before, String after, String secret) {
    /** Returns one line: {@code env.PORT "1" → "2"}, {@code secret DB_URL changed}. */
    public String cause() {
        if (!secret.isEmpty()) {
            return "secret " + secret + (before.isEmpty() ? " set" : " changed");
        }
        if (before.isEmpty()) {
            return key + " " + after + " added";
        }
        return key + " " + before + (after.isEmpty() ? " removed" : " → " + after);
    }
}
