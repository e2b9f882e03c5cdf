package dev.launcho.cli.deploy;

import java.util.Optional;
import java.util.function.IntPredicate;

/** The sets of bytes that POSIX names, in the C locale: a byte above 127 is in none. */
final class NamedBytes {
    private NamedBytes() {}

    /** @param name {@code alpha}, without brackets and colons; @return empty if there is no such set */
    static Optional<IntPredicate> of(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "alnum" -> c -> isDigit(c) || isUpper(c) || isLower(c);
                    case "alpha" -> c -> isUpper(c) || isLower(c);
                    case "blank" -> c -> c == ' ' || c == '\t';
                    case "cntrl" -> c -> c < ' ' || c == 127;
                    case "digit" -> NamedBytes::isDigit;
                    case "graph" -> c -> c > ' ' && c < 127;
                    case "lower" -> NamedBytes::isLower;
                    case "print" -> c -> c >= ' ' && c < 127;
                    case "punct" -> c -> c > ' ' && c < 127 && !isDigit(c) && !isUpper(c) && !isLower(c);
                    case "space" -> c -> c == ' ' || c >= '\t' && c <= '\r';
                    case "upper" -> NamedBytes::isUpper;
                    case "xdigit" -> c -> isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
                    default -> null;
                });
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isUpper(int c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isLower(int c) {
        return c >= 'a' && c <= 'z';
    }
}
