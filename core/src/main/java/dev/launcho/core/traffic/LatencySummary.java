package dev.launcho.core.traffic;

import java.util.List;

/**
 * A distribution of durations, in microseconds; all are 0 where nothing was counted. Immutable.
 *
 * @param total of all measurements, exact to a thirty-second; 0 if it is not known, as for a client
 * @param p50 half of the measurements took less; p90 and p99 likewise
 * @param longest all measurements took less
 * @param buckets those that are not empty, by time
 */
public record LatencySummary(long count, long total, long p50, long p90, long p99, long longest, List<Bucket> buckets) {
    public static final LatencySummary NONE = new LatencySummary(0, 0, 0, 0, 0, 0, List.of());

    public LatencySummary {
        buckets = List.copyOf(buckets);
    }

    /** A distribution whose total is not known. */
    public LatencySummary(long count, long p50, long p90, long p99, long longest, List<Bucket> buckets) {
        this(count, 0, p50, p90, p99, longest, buckets);
    }

    /**
     * @param below a power of two; each measurement took less, and at least half as long
     * @param count number of measurements
     */
    public record Bucket(long below, long count) {}
}
