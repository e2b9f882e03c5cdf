package dev.launcho.core.traffic;

import java.util.List;

/**
 * How long something took, as a histogram. Immutable.
 *
 * @param buckets the ones that have something in them, by time
 */
public record Latency(List<Bucket> buckets) {
    public static final Latency NONE = new Latency(List.of());

    public Latency {
        buckets = List.copyOf(buckets);
    }

    /**
     * @param below microseconds; each took less, and at least as long as the bucket before says
     * @param count how many
     */
    public record Bucket(long below, long count) {}

    public long count() {
        return buckets.stream().mapToLong(Bucket::count).sum();
    }

    /**
     * Microseconds that a share of them did not exceed; 0 where nothing was counted.
     *
     * @param share 0 to 1; 1 = the longest
     */
    public long quantile(double share) {
        long wanted = Math.max(1, (long) Math.ceil(share * count()));
        long seen = 0;
        for (Bucket bucket : buckets) {
            seen += bucket.count();
            if (seen >= wanted) {
                return bucket.below();
            }
        }
        return 0;
    }
}
