package dev.launcho.core.yaml;

import dev.launcho.core.text.DurationFormat;
import java.time.Duration;
import java.util.List;

/**
 * The form that a value of a file may have. Readers take their bounds from it, and so does the schema for editors. Neither
 * can know a key or a bound that the other does not. Immutable.
 */
public sealed interface ValueShape {
    /** Calls the method of {@code visitor} for this kind of shape. */
    <R> R accept(Visitor<R> visitor);

    /** Derives a result from a shape. It has a method for each kind, so a new kind without a method does not compile. */
    interface Visitor<R> {
        R text(Text shape);

        R choice(Choice shape);

        R truth(Truth shape);

        R whole(Whole shape);

        R decimal(Decimal shape);

        R span(Span shape);

        R bytes(Bytes shape);

        R listOf(ListOf shape);

        R mapOf(MapOf shape);

        R fields(Fields shape);

        R anyOf(AnyOf shape);
    }

    /** Any scalar, as it is written. @param pattern a regular expression for the whole text; empty = anything */
    record Text(String pattern) implements ValueShape {
        /** Any text. */
        public static final Text ANY = new Text("");

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.text(this);
        }
    }

    /** One of a few words. */
    record Choice(List<String> words) implements ValueShape {
        public Choice {
            words = List.copyOf(words);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.choice(this);
        }
    }

    /** {@code true} or {@code false}. */
    record Truth() implements ValueShape {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.truth(this);
        }
    }

    /** A whole number; both ends are included, as in all ranges here. */
    record Whole(int least, int most) implements ValueShape {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.whole(this);
        }
    }

    /** A decimal number; the range is in thousandths. */
    record Decimal(int least, int most) implements ValueShape {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.decimal(this);
        }
    }

    /** A duration with its unit, as {@link DurationFormat} reads it. */
    record Span(Duration least, Duration most) implements ValueShape {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.span(this);
        }
    }

    /** A number of bytes, as {@link dev.launcho.core.text.ByteSize} reads it. */
    record Bytes(long least, long most) implements ValueShape {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.bytes(this);
        }
    }

    /** A list of values of one shape. */
    record ListOf(ValueShape item, int least, int most) implements ValueShape {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.listOf(this);
        }
    }

    /** A mapping from names of the user's choice to values of one shape. */
    record MapOf(ValueShape value) implements ValueShape {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.mapOf(this);
        }
    }

    /** A mapping that has these keys and no others. */
    record Fields(List<SchemaKey<?>> keys) implements ValueShape {
        public Fields {
            keys = List.copyOf(keys);
        }

        public static Fields of(SchemaKey<?>... keys) {
            return new Fields(List.of(keys));
        }

        /** Returns the names of all keys, in order. */
        public List<String> names() {
            return keys.stream().<String>map(SchemaKey::name).toList();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.fields(this);
        }
    }

    /** A value of any of these. */
    record AnyOf(List<ValueShape> shapes) implements ValueShape {
        public AnyOf {
            shapes = List.copyOf(shapes);
        }

        public static AnyOf of(ValueShape... shapes) {
            return new AnyOf(List.of(shapes));
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.anyOf(this);
        }
    }
}
