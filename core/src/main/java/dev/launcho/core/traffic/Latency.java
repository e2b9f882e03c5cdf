package dev.launcho.core.traffic;

import java.util.List;

/**
 * How long something took. Times are in microseconds, and 0 where nothing was counted. Immutable.
 *
 * @param p50 half of them took less; and so on
 * @param longest all of them took less
 * @param buckets those that have something in them, by time
 */
public record Latency(long count, long p50, long p90, long p99, long longest, List<Bucket> buckets) {
    public static final Latency NONE = new Latency(0, 0, 0, 0, 0, List.of());

    public Latency {
        buckets = List.copyOf(buckets);
    }

    /**
     * @param below a power of two; each took less, and at least half as long
     * @param count how many
     */
    public record Bucket(long below, long count) {}
}
