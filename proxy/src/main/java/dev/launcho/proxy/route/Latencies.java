package dev.launcho.proxy.route;

import dev.launcho.core.traffic.Latency;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A histogram of times up to {@value #BUCKETS} buckets: each power of two of microseconds is split into 16, so that no
 * time is off by more than a sixteenth; what is longer than 8 s counts as 8 s. 2.5 KiB. Any thread; recording is one atomic
 * addition, and allocates nothing.
 */
final class Latencies {
    private static final int BITS = 4;
    private static final int SPLIT = 1 << BITS;
    private static final int BUCKETS = 20 * SPLIT;

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);

    void record(long nanos) {
        counts.getAndIncrement(index(Math.max(0, nanos / 1_000)));
    }

    Latency snapshot() {
        List<Latency.Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < BUCKETS; i++) {
            long count = counts.get(i);
            if (count > 0) {
                buckets.add(new Latency.Bucket(below(i), count));
            }
        }
        return new Latency(buckets);
    }

    /** The first 16 are one microsecond wide. */
    private static int index(long micros) {
        if (micros < SPLIT) {
            return (int) micros;
        }
        int exponent = 63 - Long.numberOfLeadingZeros(micros);
        int index = ((exponent - BITS + 1) << BITS) | (int) ((micros >>> (exponent - BITS)) & (SPLIT - 1));
        return Math.min(index, BUCKETS - 1);
    }

    /** Microseconds; whatever is in the bucket took less. */
    private static long below(int index) {
        if (index < SPLIT) {
            return index + 1;
        }
        int exponent = (index >>> BITS) + BITS - 1;
        return (SPLIT + (index & (SPLIT - 1)) + 1L) << (exponent - BITS);
    }
}
