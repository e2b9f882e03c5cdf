package dev.launcho.core.reconcile;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A monotonic clock, in milliseconds, that stands still while the server does: stopped by SIGSTOP, starved by a machine
 * that has too much to do, or held up by a disk. In such a time no probe was made and no answer was heard, so it counts
 * against nobody's start, drain or stop time.
 *
 * <p>The reconciler reads it at least once in {@link #OFTEN_MILLIS} while it runs. Thread-safe.
 */
final class RunningTime implements LongSupplier {
    /** So often at least it has to be read by a server that runs. */
    static final long OFTEN_MILLIS = 500;

    /** More than this between two readings did not go by for a server that runs. */
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanos;
    private long readAt;
    private long stoodStill;

    RunningTime() {
        this(System::nanoTime);
    }

    /** @param nanos of a monotonic clock */
    RunningTime(LongSupplier nanos) {
        this.nanos = nanos;
        this.readAt = nanos.getAsLong();
    }

    @Override
    public synchronized long getAsLong() {
        long now = nanos.getAsLong();
        stoodStill += Math.max(0, now - readAt - MOST_NANOS);
        readAt = now;
        return TimeUnit.NANOSECONDS.toMillis(now - stoodStill);
    }
}
