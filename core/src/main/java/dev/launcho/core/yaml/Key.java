package dev.launcho.core.yaml;

/**
 * A key of a mapping: what may be written there, and what it means. Immutable.
 *
 * @param description a sentence or two for the author of the file
 * @param usual what holds where the key is left out, as it would be written; empty if that can't be written
 * @param example a value, as it would be written
 * @param required whether its absence is a problem
 */
public record Key<S extends Shape>(
        String name, S shape, String description, String usual, String example, boolean required) {

    public static <S extends Shape> Key<S> of(String name, S shape, String description) {
        return new Key<>(name, shape, description, "", "", false);
    }

    /** What holds where the key is left out, as it would be written. */
    public Key<S> usually(String value) {
        return new Key<>(name, shape, description, value, example, required);
    }

    /** An example, as it would be written. */
    public Key<S> like(String value) {
        return new Key<>(name, shape, description, usual, value, required);
    }

    public Key<S> needed() {
        return new Key<>(name, shape, description, usual, example, true);
    }
}
