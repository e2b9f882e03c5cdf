package dev.launcho.proxy.route;

import dev.launcho.core.traffic.LatencySummary;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A histogram of times in {@value #BUCKETS} buckets. Each power of two of microseconds is split into 16 buckets, so the
 * error of a time is at most a sixteenth. A time above 8 s counts as 8 s. Size: 2.5 KiB. Any thread; recording is one
 * atomic addition and allocates nothing.
 */
final class LatencyHistogram {
    private static final int BITS = 4;
    private static final int SPLIT = 1 << BITS;
    private static final int BUCKETS = 20 * SPLIT;

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);

    void record(long nanos) {
        counts.getAndIncrement(index(Math.max(0, nanos / 1_000)));
    }

    LatencySummary snapshot() {
        long[] seen = new long[BUCKETS];
        TreeMap<Long, Long> powers = new TreeMap<>();
        long count = 0;
        long total = 0;
        for (int i = 0; i < BUCKETS; i++) {
            seen[i] = counts.get(i);
            count += seen[i];
            if (seen[i] > 0) {
                powers.merge(powerAbove(below(i) - 1), seen[i], Long::sum);
                total += seen[i] * middle(i);
            }
        }
        return new LatencySummary(
                count,
                total,
                quantile(seen, count, 0.5),
                quantile(seen, count, 0.9),
                quantile(seen, count, 0.99),
                quantile(seen, count, 1),
                powers.entrySet().stream()
                        .map(power -> new LatencySummary.Bucket(power.getKey(), power.getValue()))
                        .toList());
    }

    private static long quantile(long[] seen, long count, double share) {
        long left = (long) Math.ceil(share * count);
        for (int i = 0; i < BUCKETS && count > 0; i++) {
            left -= seen[i];
            if (left <= 0) {
                return below(i);
            }
        }
        return 0;
    }

    /** Returns the least power of two that is greater than {@code micros}. */
    private static long powerAbove(long micros) {
        return 1L << (64 - Long.numberOfLeadingZeros(micros));
    }

    /** Returns the bucket of a time; the first 16 buckets are one microsecond wide. */
    private static int index(long micros) {
        if (micros < SPLIT) {
            return (int) micros;
        }
        int exponent = 63 - Long.numberOfLeadingZeros(micros);
        int index = ((exponent - BITS + 1) << BITS) | (int) ((micros >>> (exponent - BITS)) & (SPLIT - 1));
        return Math.min(index, BUCKETS - 1);
    }

    /** Returns what a measurement of the bucket counts for in the total, in microseconds. */
    private static long middle(int index) {
        return (below(index) + (index == 0 ? 0 : below(index - 1))) / 2;
    }

    /** Returns the bucket's upper bound, exclusive, in microseconds. */
    private static long below(int index) {
        if (index < SPLIT) {
            return index + 1;
        }
        int exponent = (index >>> BITS) + BITS - 1;
        return (SPLIT + (index & (SPLIT - 1)) + 1L) << (exponent - BITS);
    }
}
