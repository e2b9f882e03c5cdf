package dev.launcho.bench.compare.wire;

import java.util.Arrays;

/** A histogram of durations; a bucket's width is at most 1/32 of its durations. */
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

    /** Returns the middle of the bucket that contains a quantile; 0 if there are no durations. */
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
