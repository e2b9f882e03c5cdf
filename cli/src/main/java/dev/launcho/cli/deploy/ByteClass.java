package dev.launcho.cli.deploy;

import java.util.BitSet;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** A set of bytes in brackets, like {@code [a-z[:digit:]_]} or {@code [!.]}. It never has the slash. Immutable. */
final class ByteClass {
    static final int BYTES = 256;

    private final BitSet bytes;
    private final int end;

    private ByteClass(BitSet bytes, int end) {
        this.bytes = bytes;
        this.end = end;
    }

    BitSet bytes() {
        return bytes;
    }

    /** Returns the index behind the closing bracket. */
    int end() {
        return end;
    }

    /** @param at the index of the opening bracket; @return empty if the class has no end, or names an unknown set */
    static Optional<ByteClass> parse(String pattern, int at) {
        return new ByteClassParser(pattern, at + 1).parse();
    }

    /** A reader of one class. A closing bracket that comes first is a member. */
    private static final class ByteClassParser {
        private static final int NONE = -1;

        private final String pattern;
        private final BitSet bytes = new BitSet(BYTES);
        private int at;
        private int previous = NONE;

        ByteClassParser(String pattern, int at) {
            this.pattern = pattern;
            this.at = at;
        }

        Optional<ByteClass> parse() {
            boolean negated = has(at) && (pattern.charAt(at) == '!' || pattern.charAt(at) == '^');
            at += negated ? 1 : 0;
            for (int first = at; has(at) && (at == first || pattern.charAt(at) != ']'); at++) {
                if (!member()) {
                    return Optional.empty();
                }
            }
            if (!has(at)) {
                return Optional.empty();
            }
            if (negated) {
                bytes.flip(0, BYTES);
            }
            bytes.clear('/');
            return Optional.of(new ByteClass(bytes, at + 1));
        }

        private boolean has(int index) {
            return index < pattern.length();
        }

        /** Reads one member, up to its last character. @return false if the class is not valid */
        private boolean member() {
            char c = pattern.charAt(at);
            if (c == '-' && previous != NONE && has(at + 1) && pattern.charAt(at + 1) != ']') {
                return range();
            }
            if (c == '[' && has(at + 1) && pattern.charAt(at + 1) == ':') {
                return named();
            }
            if (c == '\\' && !has(++at)) {
                return false;
            }
            single(pattern.charAt(at));
            return true;
        }

        private void single(char c) {
            bytes.set(c);
            previous = c;
        }

        private boolean range() {
            at++;
            if (pattern.charAt(at) == '\\' && !has(++at)) {
                return false;
            }
            int last = pattern.charAt(at);
            if (last >= previous) {
                bytes.set(previous, last + 1);
            }
            previous = NONE;
            return true;
        }

        /** Reads {@code [:alpha:]}; without {@code :]} it is a bracket and what follows. */
        private boolean named() {
            int start = at + 2;
            int close = pattern.indexOf(']', start);
            if (close < 0) {
                return false;
            }
            if (close == start || pattern.charAt(close - 1) != ':') {
                single('[');
                return true;
            }
            Optional<IntPredicate> set = NamedBytes.of(pattern.substring(start, close - 1));
            set.ifPresent(has -> IntStream.range(0, BYTES).filter(has).forEach(bytes::set));
            at = close;
            previous = NONE;
            return set.isPresent();
        }
    }
}
