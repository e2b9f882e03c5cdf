package dev.launcho.core.simulation;

import java.util.PriorityQueue;

/** Virtual time: what is to happen, in the order of its instants. One thread. */
public final class Agenda {
    /** An instant that never comes. */
    public static final long NEVER = Long.MAX_VALUE;

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long count;

    private record Entry(long at, long number, Runnable what) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
        }
    }

    public void add(long at, Runnable what) {
        if (at != NEVER) {
            entries.add(new Entry(at, count++, what));
        }
    }

    /** {@link #NEVER} if nothing is. */
    public long next() {
        Entry first = entries.peek();
        return first == null ? NEVER : first.at();
    }

    /** Does the first entry if it is due. */
    public boolean doNext(long now) {
        if (next() > now) {
            return false;
        }
        entries.remove().what().run();
        return true;
    }
}
