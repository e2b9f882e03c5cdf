package dev.launcho.core.plan;

import static dev.launcho.core.plan.Policies.ONE;
import static dev.launcho.core.plan.Policies.THREE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Phase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The way out: retire, drain, signal, kill. */
class HandoverTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Stage stage = new Stage();

    private InstanceId one(Conduct conduct) {
        stage.conduct("v1", conduct).deploy("v1", ONE).run(Duration.ofSeconds(5));
        return stage.in(Phase.READY, "v1").get(0);
    }

    @Test
    void plan_removal_drainsThenSignalsThenForgets() {
        InstanceId id = one(Conduct.GOOD.drainsIn(2_000));
        int before = stage.steps().size();
        long at = stage.now();
        stage.remove().run(MINUTE);

        assertThat(since(before))
                .containsExactly(
                        new Stage.Step(at, new Action.Retire(Stage.NAME, id, "no longer wanted")),
                        new Stage.Step(
                                at + 2_000, new Action.Signal(Stage.NAME, id, "its connections have ended", false)),
                        new Stage.Step(at + 2_030, new Action.Forget(Stage.NAME, id)));
        assertThat(stage.state().instances()).isEmpty();
    }

    @Test
    void plan_connectionsThatNeverEnd_areLeftToTheApplicationAfterTheDrainTime() {
        one(Conduct.GOOD.drainsIn(Conduct.NEVER));
        long at = stage.now();
        stage.remove();

        assertThat(stage.runUntil(() -> !stage.done(Action.Signal.class).isEmpty(), MINUTE))
                .isTrue();
        assertThat(stage.now() - at).isEqualTo(30_000);
        assertThat(stage.done(Action.Signal.class).get(0).why()).isEqualTo("the drain time is over");
    }

    @Test
    void plan_stopSignalIgnored_killsAfterTheStopTimeoutAndAgainEachSecond() {
        InstanceId id = one(Conduct.GOOD.stopsIn(Conduct.NEVER).killsSurvived(2));
        stage.remove();
        stage.runUntil(() -> !stage.done(Action.Signal.class).isEmpty(), MINUTE);
        long signalled = stage.now();
        stage.run(MINUTE);

        assertThat(stage.steps().stream()
                        .filter(s -> s.action() instanceof Action.Kill)
                        .map(s -> s.at() - signalled))
                .containsExactly(10_000L, 11_000L, 12_000L);
        assertThat(stage.done(Action.Kill.class)).allMatch(k -> k.id().equals(id));
        assertThat(stage.state().instances()).isEmpty();
    }

    @Test
    void plan_stillStartingOnRemoval_isSignalledAtOnce() {
        stage.conduct("v1", Conduct.NEVER_READY).deploy("v1", ONE).run(Duration.ofSeconds(1));
        stage.remove();

        assertThat(stage.done(Action.Retire.class)).isEmpty();
        assertThat(stage.done(Action.Signal.class)).hasSize(1);
    }

    @Test
    void plan_diesWhileDraining_isForgottenWithoutASignal() {
        InstanceId id = one(Conduct.GOOD.drainsIn(5_000));
        stage.remove();
        stage.crash(id, 1);

        assertThat(stage.state().instances()).isEmpty();
        assertThat(stage.done(Action.Signal.class)).isEmpty();
    }

    @Test
    void plan_wantedAgainWhileDraining_launchesAnewAndLetsTheOldGo() {
        one(Conduct.GOOD.drainsIn(Conduct.NEVER));
        stage.remove().run(Duration.ofSeconds(5));
        stage.deploy("v1", ONE).run(Duration.ofSeconds(5));

        assertThat(stage.in(Phase.READY, "v1")).hasSize(1);
        assertThat(stage.in(Phase.DRAINING, "v1")).hasSize(1);
        assertThat(stage.run(MINUTE).state().instances()).hasSize(1);
    }

    @Test
    void plan_removalOfMany_lastsNoLongerThanOfOne() {
        stage.conduct("v1", Conduct.GOOD.drainsIn(Conduct.NEVER).stopsIn(Conduct.NEVER))
                .deploy("v1", THREE)
                .run(MINUTE);
        stage.remove();

        assertThat(stage.runUntil(() -> stage.state().instances().isEmpty(), Duration.ofMillis(40_100)))
                .isTrue();
    }

    @Test
    void plan_wantedNoMore_doesNotRestartWhatCrashes() {
        stage.conduct("v1", Conduct.GOOD.drainsIn(Conduct.NEVER))
                .deploy("v1", THREE)
                .run(MINUTE);
        List<InstanceId> all = stage.in(Phase.READY, "v1");
        stage.remove();
        all.forEach(id -> stage.crash(id, 1));

        assertThat(stage.run(MINUTE).state().instances()).isEmpty();
        assertThat(stage.launchTimes("v1")).hasSize(3);
    }

    private List<Stage.Step> since(int before) {
        return stage.steps().subList(before, stage.steps().size());
    }
}
