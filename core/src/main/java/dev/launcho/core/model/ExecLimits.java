package dev.launcho.core.model;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The kernel's limits of a program's arguments and environment, see execve(2), "Limits on size of arguments and environment". */
public final class ExecLimits {
    /** Most bytes of one argument, or of one variable with its name and the "=": 32 pages of 4 KiB, less the NUL at the end. */
    public static final int STRING = 32 * 4_096 - 1;

    /** Most bytes of all together, if the limit of the stack is large enough. */
    public static final int TOTAL = 6 << 20;

    /** Bytes that are always allowed, however small the stack is. */
    private static final int TOTAL_AT_LEAST = 32 * 4_096;

    /** Each string has a NUL at its end, and a pointer to it. */
    private static final int PER_STRING = 1 + 8;

    /** Bytes for a second copy of the program's name, the kernel's vector and alignment. */
    private static final int RESERVE = 4_096;

    private ExecLimits() {}

    /** Returns the fault of an argument's size, in words for a user; empty if the size is allowed. */
    public static Optional<String> ofArgument(String value) {
        return fault(bytes(value), "", "argument");
    }

    /** Returns the fault of a variable's size, in words for a user; empty if the size is allowed. */
    public static Optional<String> ofVariable(String name, String value) {
        return fault(bytes(name) + 1 + bytes(value), " with its name", "variable");
    }

    private static Optional<String> fault(long size, String with, String what) {
        return size <= STRING
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "is %,d bytes long%s, and the kernel passes on at most %,d in one %s",
                        size,
                        with,
                        STRING,
                        what));
    }

    /** Returns how many of the bytes that {@link #total} allows a program takes. */
    public static long size(List<String> command, Map<String, String> environment) {
        long size = RESERVE;
        for (String argument : command) {
            size += bytes(argument) + PER_STRING;
        }
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            size += bytes(variable.getKey()) + 1 + bytes(variable.getValue()) + PER_STRING;
        }
        return size;
    }

    /** @param stack soft limit of the stack's size, in bytes */
    public static long total(long stack) {
        return Math.max(TOTAL_AT_LEAST, Math.min(TOTAL, stack / 4));
    }

    /** Returns the length in UTF-8. */
    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
