package dev.launcho.core.reconcile;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A monotonic clock, in milliseconds, that does not advance while the server is suspended: by SIGSTOP, by an overloaded
 * machine or by a slow disk. During such a pause no probe is made and no answer is heard, so it counts against no start,
 * drain or stop time.
 *
 * <p>While the reconciler runs, it reads the clock at least once in {@link #OFTEN_MILLIS}. Only its own readings show that
 * the server runs: other threads {@link #peek}. Thread-safe.
 */
final class RunningTime implements LongSupplier {
    /** Longest time between two readings by a server that runs. */
    static final long OFTEN_MILLIS = 500;

    /** Longest time between two readings that counts: the rest is a pause of the server. */
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanos;
    private long readAt;
    private long stoodStill;

    RunningTime() {
        this(System::nanoTime);
    }

    /** @param nanos a monotonic clock, nanoseconds */
    RunningTime(LongSupplier nanos) {
        this.nanos = nanos;
        this.readAt = nanos.getAsLong();
    }

    /** Returns the time, as one more sign that the server runs. The reconciler's thread only. */
    @Override
    public synchronized long getAsLong() {
        long now = nanos.getAsLong();
        stoodStill += pause(now);
        readAt = now;
        return TimeUnit.NANOSECONDS.toMillis(now - stoodStill);
    }

    /** Returns the time, and does not show that the server runs: a pause of the reconciler stays one. Any thread. */
    synchronized long peek() {
        long now = nanos.getAsLong();
        return TimeUnit.NANOSECONDS.toMillis(now - stoodStill - pause(now));
    }

    private long pause(long now) {
        return Math.max(0, now - readAt - MOST_NANOS);
    }
}
