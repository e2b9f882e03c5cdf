package dev.launcho.cli.chaos;

import java.util.ArrayList;
import java.util.List;

/** Times in which the server was down, in {@link System#nanoTime}. Thread-safe. */
final class Windows {
    private final List<long[]> all = new ArrayList<>();

    synchronized void open() {
        all.add(new long[] {System.nanoTime(), Long.MAX_VALUE});
    }

    synchronized void close() {
        all.get(all.size() - 1)[1] = System.nanoTime();
    }

    synchronized boolean overlaps(long from, long to) {
        return all.stream().anyMatch(w -> w[0] <= to && from <= w[1]);
    }

    synchronized int count() {
        return all.size();
    }

    synchronized double longestSeconds() {
        return all.stream()
                        .filter(w -> w[1] != Long.MAX_VALUE)
                        .mapToLong(w -> w[1] - w[0])
                        .max()
                        .orElse(0)
                / 1e9;
    }
}
