package dev.launcho.core.yaml;

import java.time.Duration;
import java.util.List;

/**
 * What a value of a file may be. Readers take their bounds from it, and so does the schema that is made for editors: neither
 * can know of a key or a bound that the other does not. Immutable.
 */
public sealed interface Shape {
    /** Any scalar, as it is written. @param pattern a regular expression for the whole of it; empty = anything */
    record Text(String pattern) implements Shape {
        /** Anything. */
        public static final Text ANY = new Text("");
    }

    /** One of a few words. */
    record Choice(List<String> words) implements Shape {
        public Choice {
            words = List.copyOf(words);
        }
    }

    /** {@code true} or {@code false}. */
    record Truth() implements Shape {}

    /** A whole number; both ends are included, as in all ranges here. */
    record Whole(int least, int most) implements Shape {}

    /** A decimal number, its range in thousandths. */
    record Decimal(int least, int most) implements Shape {}

    /** A duration with its unit, as {@link Durations} reads it. */
    record Span(Duration least, Duration most) implements Shape {}

    /** Bytes, as {@link dev.launcho.core.model.ByteSize} reads them. */
    record Bytes(long least, long most) implements Shape {}

    /** A list of values of one shape. */
    record ListOf(Shape item, int least, int most) implements Shape {}

    /** A mapping of names of the user's choice to values of one shape. */
    record MapOf(Shape value) implements Shape {}

    /** A mapping that has these keys and no others. */
    record Fields(List<Key<?>> keys) implements Shape {
        public Fields {
            keys = List.copyOf(keys);
        }

        public static Fields of(Key<?>... keys) {
            return new Fields(List.of(keys));
        }

        /** Names of all keys, in order. */
        public List<String> names() {
            return keys.stream().<String>map(Key::name).toList();
        }
    }

    /** A value of any of these. */
    record AnyOf(List<Shape> shapes) implements Shape {
        public AnyOf {
            shapes = List.copyOf(shapes);
        }

        public static AnyOf of(Shape... shapes) {
            return new AnyOf(List.of(shapes));
        }
    }
}
