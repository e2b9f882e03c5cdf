package dev.launcho.cli.fuzz;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Leaves out of a failing input whatever it fails without: halves, quarters, and so on, for half a minute at most. */
final class Shortest {
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(30);

    private Shortest() {}

    /** @return {@code input} itself if it does not fail again */
    static byte[] of(byte[] input, Predicate<byte[]> fails) {
        long deadline = System.nanoTime() + MOST_NANOS;
        byte[] shortest = input;
        for (int part = Math.max(1, input.length / 2); ; part = Math.max(1, part / 2)) {
            boolean shorter = false;
            for (int at = 0; at < shortest.length && System.nanoTime() < deadline; ) {
                byte[] less = without(shortest, at, Math.min(part, shortest.length - at));
                if (fails.test(less)) {
                    shortest = less;
                    shorter = true;
                } else {
                    at += part;
                }
            }
            if (System.nanoTime() >= deadline || part == 1 && !shorter) {
                return shortest;
            }
        }
    }

    private static byte[] without(byte[] bytes, int at, int length) {
        byte[] less = Arrays.copyOf(bytes, bytes.length - length);
        System.arraycopy(bytes, at + length, less, at, bytes.length - at - length);
        return less;
    }
}
