package dev.launcho.core.plan;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Virtual time: what is to happen, in the order of its instants. One thread. */
final class Agenda {
    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparingLong(Entry::at).thenComparingLong(Entry::number));
    private long count;

    private record Entry(long at, long number, Runnable what) {}

    void add(long at, Runnable what) {
        if (at != Conduct.NEVER) {
            entries.add(new Entry(at, count++, what));
        }
    }

    /** {@link Conduct#NEVER} if nothing is. */
    long next() {
        Entry first = entries.peek();
        return first == null ? Conduct.NEVER : first.at();
    }

    /** Does the first entry if it is due. */
    boolean doNext(long now) {
        if (next() > now) {
            return false;
        }
        entries.remove().what().run();
        return true;
    }
}
