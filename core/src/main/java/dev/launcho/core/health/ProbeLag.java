package dev.launcho.core.health;

import java.util.concurrent.TimeUnit;

/**
 * The delay of the prober: how much later than planned it attended to a probe. Written by the prober's thread, read by any.
 */
final class ProbeLag {
    private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);

    private volatile Window current = new Window(0, 0, 0);

    /** The longest delays, in nanoseconds, of a minute and of the minute before it. */
    private record Window(long since, long longest, long before) {
        Window at(long now) {
            long age = now - since;
            if (age < WINDOW_NANOS) {
                return this;
            }
            return new Window(now, 0, age < 2 * WINDOW_NANOS ? longest : 0);
        }
    }

    void begin(long now) {
        current = new Window(now, 0, 0);
    }

    void saw(long nanos, long now) {
        Window window = current.at(now);
        if (window != current || nanos > window.longest) {
            current = new Window(window.since, Math.max(nanos, window.longest), window.before);
        }
    }

    /** Returns the longest delay of the last one to two minutes, in nanoseconds. */
    long longest(long now) {
        Window window = current.at(now);
        return Math.max(window.longest, window.before);
    }
}
