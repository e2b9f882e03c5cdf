package dev.launcho.core.health;

/**
 * A schedule of checks of who listens on the ports of an instance: every five seconds at most. They depend neither on the
 * interval of its probe nor on the time that a probe takes. Belongs to the prober's thread.
 */
final class ListenerSchedule {
    /** An instance may stop listening for a moment, in which another program takes its port. */
    static final long EVERY_NANOS = 5_000_000_000L;

    /** Looks at many instances begin together, and share one list of the machine's listeners. */
    private static final long SLOT_NANOS = 1_000_000_000L;

    /** What a look has shown holds until the next one has ended. */
    static final long VALID_NANOS = EVERY_NANOS + SLOT_NANOS / 2;

    private boolean away;
    private long due;

    /** @param now of {@link System#nanoTime}, like all times here */
    ListenerSchedule(long now) {
        due = next(now);
    }

    private static long next(long now) {
        return now + EVERY_NANOS - Math.floorMod(now, SLOT_NANOS);
    }

    boolean isDue(long now) {
        return !away && due - now <= 0;
    }

    /** Returns for how many nanoseconds nothing has to be done; {@code otherwise} at most. */
    long idle(long now, long otherwise) {
        return away ? otherwise : Math.min(otherwise, due - now);
    }

    /** Another thread looks, and will report back. */
    void begin(long now) {
        away = true;
        due = next(now);
    }

    void end() {
        away = false;
    }

    /** No thread was free. */
    void retry(long until) {
        away = false;
        due = until;
    }
}
