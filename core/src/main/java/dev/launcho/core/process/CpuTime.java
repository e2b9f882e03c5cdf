package dev.launcho.core.process;

import org.jspecify.annotations.Nullable;

/**
 * CPU time used up to a moment. Immutable.
 *
 * @param micros as it was read; negative if that failed
 * @param atNanos of {@link System#nanoTime}
 * @param total never falls, although /proc lacks the time of processes that ended without being waited for; negative until
 *     a reading has succeeded
 */
record CpuTime(long micros, long atNanos, long total) {
    /** Returns the time after another reading. */
    static CpuTime of(long micros, long atNanos, @Nullable CpuTime before) {
        return new CpuTime(micros, atNanos, total(micros, before));
    }

    private static long total(long micros, @Nullable CpuTime before) {
        if (before == null) {
            return micros;
        }
        if (micros < 0) {
            return before.total;
        }
        return before.micros < 0 ? Math.max(before.total, micros) : before.total + Math.max(0, micros - before.micros);
    }
}
