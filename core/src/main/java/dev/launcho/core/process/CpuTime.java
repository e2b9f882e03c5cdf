package dev.launcho.core.process;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * CPU time used up to a moment. Immutable.
 *
 * @param micros as it was read; negative if that failed
 * @param grouped whether it is from a cgroup, which also counts members that have ended, and not from /proc
 * @param atNanos of {@link System#nanoTime}
 * @param total never falls, although /proc lacks the time of processes that ended without being waited for; negative until
 *     a reading has succeeded
 */
record CpuTime(long micros, boolean grouped, long atNanos, long total) {
    /**
     * Returns the time after another reading. Once the cgroup had a number, /proc is not asked any more: it has less, and the
     * difference would be counted twice.
     *
     * @param group negative if the cgroup has no number now
     * @param processes reads /proc
     */
    static CpuTime of(long group, LongSupplier processes, long atNanos, @Nullable CpuTime before) {
        boolean grouped = group >= 0 || before != null && before.grouped;
        long micros = grouped ? group : processes.getAsLong();
        return new CpuTime(micros, grouped, atNanos, total(micros, grouped, before));
    }

    private static long total(long micros, boolean grouped, @Nullable CpuTime before) {
        if (before == null) {
            return micros;
        }
        if (micros < 0) {
            return before.total;
        }
        return before.micros < 0 || before.grouped != grouped
                ? Math.max(before.total, micros)
                : before.total + Math.max(0, micros - before.micros);
    }

    /** Returns the percentage of one core that was used since an earlier reading; -1 if it is not known. */
    double percentSince(@Nullable CpuTime from) {
        if (from == null || from.micros < 0 || micros < 0 || from.grouped != grouped || atNanos <= from.atNanos) {
            return -1;
        }
        // /proc lacks the CPU time of processes that ended without being waited for.
        return 100_000.0 * Math.max(0, micros - from.micros) / (atNanos - from.atNanos);
    }
}
