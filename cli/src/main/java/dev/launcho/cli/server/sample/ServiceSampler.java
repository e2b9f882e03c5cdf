package dev.launcho.cli.server.sample;

import dev.launcho.core.traffic.LatencySummary;
import dev.launcho.core.traffic.TrafficCounters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The samples of one service, which are what was counted since the sample before. Not thread-safe. */
final class ServiceSampler {
    private static final List<String> NAMES =
            List.of("open", "accepted", "refused", "cut", "bytes_in", "bytes_out", "connect_p50", "connect_p99");
    private static final double HALF = 0.5;
    private static final double ALMOST_ALL = 0.99;

    private final SampleSeries series;
    private TrafficCounters.Service before;
    private long stepBefore;

    /** Begins with a step for which only the open connections are known. */
    ServiceSampler(TrafficCounters.Service counted, long step) {
        this.series = new SampleSeries(NAMES, step);
        this.before = counted;
        this.stepBefore = step;
        double none = Double.NaN;
        series.put(step, counted.active(), none, none, none, none, none, none, none);
    }

    SampleSeries series() {
        return series;
    }

    void put(long step, TrafficCounters.Service now) {
        if (step == stepBefore) {
            return;
        }
        Map<Long, Long> connects = connects(before.connects(), now.connects());
        series.put(
                step,
                now.active(),
                grown(step, before.accepted(), now.accepted()),
                grown(step, before.refused(), now.refused()),
                grown(step, before.cut(), now.cut()),
                grown(step, before.bytesIn(), now.bytesIn()),
                grown(step, before.bytesOut(), now.bytesOut()),
                quantile(connects, HALF),
                quantile(connects, ALMOST_ALL));
        before = now;
        stepBefore = step;
    }

    /** Returns how much a count has grown in one step; the counts of a service that was gone begin anew. */
    private double grown(long step, long from, long to) {
        return (to >= from ? to - from : to) / (double) (step - stepBefore);
    }

    /** Returns how many connects each bucket has got, by its bound. */
    private static Map<Long, Long> connects(LatencySummary from, LatencySummary to) {
        Map<Long, Long> counts = new TreeMap<>();
        Map<Long, Long> earlier = new HashMap<>();
        from.buckets().forEach(bucket -> earlier.put(bucket.below(), bucket.count()));
        for (LatencySummary.Bucket bucket : to.buckets()) {
            long more = bucket.count() - earlier.getOrDefault(bucket.below(), 0L);
            if (more > 0) {
                counts.put(bucket.below(), more);
            }
        }
        return counts;
    }

    /** Returns a time in microseconds that this part of the connects did not take longer than, within a factor of two. */
    static double quantile(Map<Long, Long> connects, double part) {
        long total = connects.values().stream().mapToLong(Long::longValue).sum();
        double wanted = part * total;
        double passed = 0;
        for (Map.Entry<Long, Long> bucket : connects.entrySet()) {
            if (passed + bucket.getValue() >= wanted) {
                long below = bucket.getKey();
                double least = below / 2; // Of 1: zero.
                return Math.rint(least + (below - least) * (wanted - passed) / bucket.getValue());
            }
            passed += bucket.getValue();
        }
        return Double.NaN;
    }
}
