package dev.launcho.cli.server.metrics;

import dev.launcho.core.traffic.LatencySummary;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;

/**
 * The buckets of connect times. Their bounds are powers of two of microseconds, as the load balancer counts them, and always
 * the same, so that buckets of several instances can be added up. Pure.
 */
final class ConnectBuckets {
    private static final double MICROS = 1e6;

    /** The powers of the least and the greatest bound: 64 microseconds and 4.2 seconds. */
    private static final int LEAST = 6;

    private static final int GREATEST = 22;

    private ConnectBuckets() {}

    /** @param step from one bound to the next, as a power of two */
    static ClassicHistogramBuckets of(LatencySummary connects, int step) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        long above = connects.count();
        long previous = 0;
        for (int power = LEAST; power <= GREATEST; power += step) {
            long bound = 1L << power;
            long from = previous;
            long count = connects.buckets().stream()
                    .filter(bucket -> bucket.below() <= bound && bucket.below() > from)
                    .mapToLong(LatencySummary.Bucket::count)
                    .sum();
            buckets.bucket(bound / MICROS, count);
            above -= count;
            previous = bound;
        }
        // The last of the balancer's own buckets has everything from 4.2 seconds on.
        return buckets.bucket(Double.POSITIVE_INFINITY, above).build();
    }

    static double seconds(LatencySummary connects) {
        return connects.total() / MICROS;
    }
}
