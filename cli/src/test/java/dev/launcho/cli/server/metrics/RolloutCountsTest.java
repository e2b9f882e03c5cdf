package dev.launcho.cli.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.event.RolloutProgress;
import dev.launcho.core.event.RolloutStep;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RolloutCountsTest {
    private final Map<Long, RolloutProgress> log = new HashMap<>();
    private long current;
    private final RolloutCounts counts =
            new RolloutCounts(() -> Optional.ofNullable(log.get(current)), n -> Optional.ofNullable(log.get(n)));

    private void put(long revision, RolloutOutcome outcome, long millis) {
        List<RolloutStep> steps = List.of(
                new RolloutStep(Instant.EPOCH, "web", "a"), new RolloutStep(Instant.ofEpochMilli(millis), "web", "b"));
        log.put(revision, new RolloutProgress(revision, Set.of("web"), steps, outcome, "", List.of()));
        current = revision;
    }

    private String text() {
        MetricFamilies into = new MetricFamilies();
        counts.collect(SmallStatus.small(), into);
        return new String(ScrapeFormat.PROMETHEUS.text(into.snapshots()), StandardCharsets.UTF_8);
    }

    @Test
    void look_rolloutThatEnded_isCountedOnceWithItsDuration() {
        put(1, RolloutOutcome.RUNNING, 0);
        counts.look();
        put(1, RolloutOutcome.LIVE, 3_000);
        counts.look();
        counts.look();

        assertThat(text())
                .contains("launcho_rollouts_total{outcome=\"live\"} 1.0\n")
                .contains("launcho_rollouts_total{outcome=\"failed\"} 0.0\n")
                .contains("launcho_rollout_duration_seconds_bucket{outcome=\"live\",le=\"2.5\"} 0\n")
                .contains("launcho_rollout_duration_seconds_bucket{outcome=\"live\",le=\"5.0\"} 1\n")
                .contains("launcho_rollout_duration_seconds_sum{outcome=\"live\"} 3.0\n");
    }

    @Test
    void look_severalSinceTheLast_countsThemAll() {
        put(1, RolloutOutcome.LIVE, 0);
        counts.look();
        put(2, RolloutOutcome.SUPERSEDED, 0);
        put(3, RolloutOutcome.FAILED, 0);
        put(4, RolloutOutcome.RUNNING, 0);

        assertThat(text())
                .contains("launcho_rollouts_total{outcome=\"live\"} 1.0\n")
                .contains("launcho_rollouts_total{outcome=\"superseded\"} 1.0\n")
                .contains("launcho_rollouts_total{outcome=\"failed\"} 1.0\n")
                .contains("launcho_target_revision 42.0\n");
    }

    @Test
    void look_theSameRevisionAgain_isAnotherRollout() {
        put(1, RolloutOutcome.LIVE, 0);
        counts.look();
        put(1, RolloutOutcome.RUNNING, 0);
        counts.look();
        put(1, RolloutOutcome.LIVE, 900);
        counts.look();

        assertThat(text()).contains("launcho_rollouts_total{outcome=\"live\"} 2.0\n");
    }
}
