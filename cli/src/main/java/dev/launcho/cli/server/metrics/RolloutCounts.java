package dev.launcho.cli.server.metrics;

import dev.launcho.core.admin.StatusView;
import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.event.RolloutProgress;
import dev.launcho.core.event.RolloutStep;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The counts of rollouts since the server's start, by outcome, with their durations. Its owner has it look once a second; of two
 * rollouts of one revision that end between two looks it counts the last. Any thread.
 */
public final class RolloutCounts implements MetricSource {
    private static final double NANOS = 1e9;
    /** Rollouts that are looked up at once; the log keeps fewer. */
    private static final long MOST_BETWEEN = 100;

    private static final double[] BOUNDS = {0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1_800};

    private final Supplier<Optional<RolloutProgress>> current;
    private final LongFunction<Optional<RolloutProgress>> byRevision;
    private final Map<RolloutOutcome, Durations> durations = new EnumMap<>(RolloutOutcome.class);
    private @Nullable RolloutProgress counted;
    private long seen;

    /** The durations of the rollouts of one outcome. */
    private static final class Durations {
        final long[] counts = new long[BOUNDS.length + 1];
        double sum;

        void add(double seconds) {
            int bucket = Arrays.binarySearch(BOUNDS, seconds);
            counts[bucket < 0 ? -bucket - 1 : bucket]++;
            sum += seconds;
        }

        ClassicHistogramBuckets buckets() {
            ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
            for (int n = 0; n < BOUNDS.length; n++) {
                buckets.bucket(BOUNDS[n], counts[n]);
            }
            return buckets.bucket(Double.POSITIVE_INFINITY, counts[BOUNDS.length])
                    .build();
        }
    }

    /**
     * @param current returns the rollout that runs, or that ended last; the same object while nothing changes
     * @param byRevision returns an earlier one
     */
    public RolloutCounts(
            Supplier<Optional<RolloutProgress>> current, LongFunction<Optional<RolloutProgress>> byRevision) {
        this.current = current;
        this.byRevision = byRevision;
        for (RolloutOutcome outcome : RolloutOutcome.values()) {
            if (outcome.ended()) {
                durations.put(outcome, new Durations());
            }
        }
    }

    /** Counts the rollouts that have ended since the last look. */
    public synchronized void look() {
        Optional<RolloutProgress> now = current.get();
        if (now.isEmpty()) {
            return;
        }
        long revision = now.get().revision();
        // Those since the last look have ended, and so has the one that was seen then.
        for (long earlier = Math.max(seen, revision - MOST_BETWEEN); seen > 0 && earlier < revision; earlier++) {
            byRevision.apply(earlier).ifPresent(this::count);
        }
        seen = revision;
        count(now.get());
    }

    private void count(RolloutProgress rollout) {
        if (!rollout.outcome().ended() || rollout == counted) {
            return;
        }
        counted = rollout;
        Durations of = durations.get(rollout.outcome());
        if (of != null) {
            of.add(seconds(rollout.steps()));
        }
    }

    private static double seconds(List<RolloutStep> steps) {
        if (steps.isEmpty()) {
            return 0;
        }
        Duration took =
                Duration.between(steps.get(0).at(), steps.get(steps.size() - 1).at());
        return Math.max(0, took.toNanos() / NANOS);
    }

    @Override
    public synchronized void collect(StatusView view, MetricFamilies into) {
        look();
        into.gauge("target_revision", "Revision of the target in force.", Labels.EMPTY, view.revision());
        durations.forEach((outcome, of) -> {
            Labels labels = MetricFamilies.labels("outcome", outcome.name().toLowerCase(Locale.ROOT));
            into.counter(
                    "rollouts",
                    "Rollouts that have ended since the server's start.",
                    labels,
                    Arrays.stream(of.counts).sum());
            into.histogram(
                    "rollout_duration_seconds",
                    "Time from the first step of a rollout to its last.",
                    labels,
                    of.buckets(),
                    of.sum);
        });
    }
}
