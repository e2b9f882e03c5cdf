package dev.launcho.core.plan;

import static dev.launcho.core.plan.Policies.THREE;
import static dev.launcho.core.plan.Policies.replicas;
import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.Phase;
import dev.launcho.core.model.Version;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A user holds a rollout where it is, and lets it go on. */
class PauseTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final Stage stage = new Stage();

    @Test
    void plan_pausedInTheMiddle_neitherGoesOnNorFails() {
        halfWay();
        int old = stage.in(Phase.READY, "v1").size();
        // What is on its way arrives, what is leaving leaves.
        int all = stage.pause(true).run(MINUTE).state().instances().size();
        stage.run(HOUR);

        assertThat(stage.state().instances()).hasSize(all).allMatch(i -> i.phase() == Phase.READY);
        assertThat(stage.in(Phase.READY, "v1")).hasSize(old);
        assertThat(stage.live("v1")).isTrue();
        assertThat(stage.done(Action.GiveUp.class)).isEmpty();
    }

    @Test
    void plan_resumed_goesLive() {
        halfWay();
        stage.pause(true).run(HOUR).pause(false);

        assertThat(stage.runUntil(() -> stage.live("v2"), MINUTE)).isTrue();
        stage.run(MINUTE);
        assertThat(stage.in(Phase.READY, "v2")).hasSize(3);
        assertThat(stage.ready()).isEqualTo(3);
    }

    @Test
    void plan_pausedBeforeADeploy_holdsItAtTheStart() {
        live("v1");
        stage.pause(true).deploy("v2", THREE).run(HOUR);

        assertThat(stage.in(Phase.READY, "v1")).hasSize(3);
        assertThat(stage.state().instances()).hasSize(3);
        stage.pause(false);
        assertThat(stage.runUntil(() -> stage.live("v2"), MINUTE)).isTrue();
    }

    @Test
    void plan_pausedAndAnInstanceDies_isReplacedByOneOfItsVersion() {
        halfWay();
        stage.pause(true);
        int old = stage.in(Phase.READY, "v1").size();
        int fresh = stage.in(Phase.READY, "v2").size();
        stage.crash(stage.in(Phase.READY, "v1").get(0), 1);
        stage.crash(stage.in(Phase.READY, "v2").get(0), 1);
        stage.run(MINUTE);

        assertThat(stage.in(Phase.READY, "v1")).hasSizeGreaterThanOrEqualTo(old);
        assertThat(stage.in(Phase.READY, "v2")).hasSizeGreaterThanOrEqualTo(fresh);
    }

    @Test
    void plan_clearedBackoff_isTriedAtOnce() {
        live("v1");
        for (int i = 0; i < 6; i++) {
            stage.crash(stage.in(Phase.READY, "v1").get(0), 1);
            stage.runUntil(() -> stage.in(Phase.READY, "v1").size() == 3, MINUTE);
        }
        stage.crash(stage.in(Phase.READY, "v1").get(0), 1);
        assertThat(stage.in(Phase.PREPARING, "v1")).isEmpty();

        stage.clearBackoff();
        assertThat(stage.in(Phase.PREPARING, "v1")).hasSize(1);
        assertThat(stage.state().slots()).allMatch(s -> s.version().equals(new Version("v1")));
    }

    private void live(String version) {
        stage.deploy(version, replicas(3));
        assertThat(stage.runUntil(() -> stage.live(version), MINUTE)).isTrue();
    }

    private void halfWay() {
        live("v1");
        stage.deploy("v2", replicas(3));
        assertThat(stage.runUntil(
                        () -> stage.in(Phase.READY, "v2").size() == 1
                                && stage.in(Phase.READY, "v1").size() == 2,
                        MINUTE))
                .isTrue();
    }
}
