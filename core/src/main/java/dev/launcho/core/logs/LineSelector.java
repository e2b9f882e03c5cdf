package dev.launcho.core.logs;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Predicate;

/** Chooses lines of one log, which comes in parts; a line is judged by its first 64 KiB. One thread. */
final class LineSelector {
    private final Predicate<String> wanted;
    private boolean inLine;
    private boolean taken;

    LineSelector(Predicate<String> wanted) {
        this.wanted = wanted;
    }

    /** Returns those of the bytes that belong to wanted lines. */
    byte[] choose(byte[] bytes) {
        byte[] chosen = new byte[bytes.length];
        int length = 0;
        for (int from = 0; from < bytes.length; ) {
            int to = end(bytes, from);
            if (!inLine) {
                int text = to > from && bytes[to - 1] == '\n' ? to - 1 : to;
                taken = wanted.test(new String(bytes, from, text - from, StandardCharsets.UTF_8));
            }
            if (taken) {
                System.arraycopy(bytes, from, chosen, length, to - from);
                length += to - from;
            }
            inLine = bytes[to - 1] != '\n';
            from = to;
        }
        return length == bytes.length ? bytes : Arrays.copyOf(chosen, length);
    }

    /** Returns the index after the next line feed, or the end. */
    static int end(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return bytes.length;
    }
}
