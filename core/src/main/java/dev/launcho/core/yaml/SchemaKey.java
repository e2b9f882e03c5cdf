package dev.launcho.core.yaml;

/**
 * A key of a mapping: the form of its value, and its meaning. Immutable.
 *
 * @param description a sentence or two for the author of the file
 * @param usual the default, as it would be written; empty if it can't be written
 * @param example a value, as it would be written
 * @param required whether its absence is a problem
 */
public record SchemaKey<S extends ValueShape>(
        String name, S shape, String description, String usual, String example, boolean required) {

    public static <S extends ValueShape> SchemaKey<S> of(String name, S shape, String description) {
        return new SchemaKey<>(name, shape, description, "", "", false);
    }

    /** Returns this key with a default, as it would be written. */
    public SchemaKey<S> usually(String value) {
        return new SchemaKey<>(name, shape, description, value, example, required);
    }

    /** Returns this key with an example, as it would be written. */
    public SchemaKey<S> like(String value) {
        return new SchemaKey<>(name, shape, description, usual, value, required);
    }

    public SchemaKey<S> needed() {
        return new SchemaKey<>(name, shape, description, usual, example, true);
    }
}
