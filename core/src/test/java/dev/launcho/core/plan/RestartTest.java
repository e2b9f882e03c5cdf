package dev.launcho.core.plan;

import static dev.launcho.core.plan.Policies.ONE;
import static dev.launcho.core.plan.Policies.THREE;
import static dev.launcho.core.plan.Policies.restart;
import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.Policy.Restart;
import dev.launcho.core.model.Slot;
import dev.launcho.core.model.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What follows an end that nobody asked for. */
class RestartTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Stage stage = new Stage();

    @Test
    void plan_firstCrash_restartsAtOnce() {
        stage.deploy("v1", ONE).run(MINUTE);
        stage.crash(only(), 1);

        assertThat(stage.launchTimes("v1").get(1)).isEqualTo(stage.now());
    }

    @Test
    void plan_crashAfterCrash_waitsOneSecondDoublingToAMinute() {
        stage.deploy("v1", ONE).run(Duration.ofSeconds(5));
        List<Long> waits = new ArrayList<>();
        for (int n = 0; n < 9; n++) {
            long at = stage.now();
            int launches = stage.launchTimes("v1").size();
            stage.crash(only(), 1);
            stage.runUntil(() -> stage.launchTimes("v1").size() > launches, MINUTE);
            waits.add(stage.now() - at);
            stage.runUntil(() -> stage.ready() == 1, MINUTE);
        }

        long[] full = {0, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000};
        for (int n = 0; n < full.length; n++) {
            assertThat(waits.get(n)).isBetween(full[n] - full[n] / 10, full[n]);
        }
    }

    @Test
    void plan_crashAfterAMinuteOfHealth_restartsAtOnceAgain() {
        stage.deploy("v1", ONE).run(Duration.ofSeconds(5));
        for (int n = 0; n < 6; n++) {
            stage.crash(only(), 1);
            stage.runUntil(() -> stage.ready() == 1, MINUTE);
        }
        stage.run(MINUTE);
        stage.crash(only(), 1);

        assertThat(stage.in(Phase.PREPARING, "v1")).hasSize(1);
    }

    @Test
    void plan_oneOfThreeInBackoff_othersRestartAtOnce() {
        stage.deploy("v1", THREE).run(Duration.ofSeconds(5));
        List<InstanceId> all = stage.in(Phase.READY, "v1");
        stage.crash(all.get(0), 1);
        stage.run(Duration.ofSeconds(1));
        stage.crash(newest(), 1);
        assertThat(stage.in(Phase.PREPARING, "v1")).isEmpty();
        stage.crash(all.get(1), 1);

        assertThat(stage.in(Phase.PREPARING, "v1")).hasSize(1);
    }

    @Test
    void plan_onFailureAndExit0_completesAndStaysSo() {
        stage.deploy("v1", restart(Restart.ON_FAILURE)).run(Duration.ofSeconds(5));
        stage.crash(only(), 0);

        assertThat(stage.run(Duration.ofHours(1)).launchTimes("v1")).hasSize(1);
        assertThat(slot("v1").completed()).isTrue();
    }

    @Test
    void plan_onFailureAndAnError_restarts() {
        stage.deploy("v1", restart(Restart.ON_FAILURE)).run(Duration.ofSeconds(5));
        stage.crash(only(), 1);

        assertThat(stage.run(Duration.ofSeconds(5)).ready()).isEqualTo(1);
    }

    @Test
    void plan_jobThatEndsWell_isLive() {
        stage.conduct("v1", Conduct.NEVER_READY.exitsIn(50, 0))
                .deploy("v1", restart(Restart.NEVER))
                .run(Duration.ofSeconds(1));

        assertThat(stage.live("v1")).isTrue();
        assertThat(stage.run(Duration.ofHours(1)).launchTimes("v1")).hasSize(1);
    }

    @Test
    void plan_newVersionOfAJobFails_rolloutFailsAndItIsNotRunAgain() {
        stage.conduct("v1", Conduct.NEVER_READY.exitsIn(50, 0)).deploy("v1", restart(Restart.NEVER));
        stage.run(MINUTE);
        stage.conduct("v2", Conduct.NEVER_READY.exitsIn(50, 3)).deploy("v2", restart(Restart.NEVER));
        stage.run(MINUTE);

        assertThat(stage.failed("v2")).isTrue();
        assertThat(stage.state().cause()).isEqualTo("exit 3");
        assertThat(stage.launchTimes("v2")).hasSize(1);
        assertThat(stage.launchTimes("v1")).hasSize(1);
    }

    @Test
    void plan_firstJobFails_isMarkedFailedOnceAndNotRunAgain() {
        stage.conduct("v1", Conduct.NEVER_READY.exitsIn(50, 3)).deploy("v1", restart(Restart.NEVER));
        stage.run(Duration.ofHours(1));

        assertThat(stage.failed("v1")).isTrue();
        assertThat(stage.live("v1")).isFalse();
        assertThat(stage.done(Action.GiveUp.class)).hasSize(1);
        assertThat(stage.launchTimes("v1")).hasSize(1);
    }

    @Test
    void plan_threeJobsOfANewVersion_allRun() {
        stage.conduct("v1", Conduct.NEVER_READY.exitsIn(50, 0))
                .deploy("v1", Policies.of(3, dev.launcho.core.model.Policy.Update.SURGE, Restart.NEVER))
                .run(MINUTE);
        stage.conduct("v2", Conduct.NEVER_READY.exitsIn(50, 0))
                .deploy("v2", Policies.of(3, dev.launcho.core.model.Policy.Update.SURGE, Restart.NEVER))
                .run(MINUTE);

        assertThat(stage.live("v2")).isTrue();
        assertThat(stage.launchTimes("v2")).hasSize(3);
        assertThat(stage.launchTimes("v1")).hasSize(3);
    }

    private InstanceId only() {
        return stage.in(Phase.READY, "v1").get(0);
    }

    private InstanceId newest() {
        List<InstanceId> all = stage.in(Phase.READY, "v1");
        return all.get(all.size() - 1);
    }

    private Slot slot(String version) {
        return stage.state().slot(new Version(version), 0).orElseThrow();
    }
}
