package dev.launcho.bench.compare.wire;

import java.util.Arrays;

/** Counts durations in buckets that are at most a thirty-second part wide. */
final class Latencies {
    private static final int BITS = 5;
    private static final int STEPS = 1 << BITS;

    private final long[] counts = new long[(65 - BITS) * STEPS];
    private long total;

    void add(long nanos) {
        counts[bucket(Math.max(0, nanos))]++;
        total++;
    }

    void reset() {
        Arrays.fill(counts, 0);
        total = 0;
    }

    /** The middle of the bucket that so large a part of all durations does not exceed; 0 if there are none. */
    long quantile(double part) {
        long left = (long) Math.ceil(total * part);
        for (int i = 0; i < counts.length && total > 0; i++) {
            left -= counts[i];
            if (left <= 0) {
                return (lowest(i) + lowest(i + 1)) / 2;
            }
        }
        return 0;
    }

    private static int bucket(long nanos) {
        int shift = Math.max(0, 63 - Long.numberOfLeadingZeros(nanos | 1) - BITS);
        return (int) (shift * STEPS + (nanos >>> shift));
    }

    private static long lowest(int bucket) {
        int shift = Math.max(0, bucket / STEPS - 1);
        return (long) (bucket - shift * STEPS) << shift;
    }
}
