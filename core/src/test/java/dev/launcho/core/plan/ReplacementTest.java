package dev.launcho.core.plan;

import static dev.launcho.core.plan.Policies.ONE;
import static dev.launcho.core.plan.Policies.THREE;
import static dev.launcho.core.plan.Policies.recreate;
import static dev.launcho.core.plan.Policies.replicas;
import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Phase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Replacements within a version, other numbers of replicas, recreate, and what waits. */
class ReplacementTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Stage stage = new Stage();

    @Test
    void plan_unready_replacementIsReadyBeforeItLeaves() {
        stage.deploy("v1", ONE).run(MINUTE);
        InstanceId bad = ready().get(0);
        stage.sicken(bad);

        assertThat(stage.in(Phase.PREPARING, "v1")).hasSize(1);
        assertThat(stage.instance(bad).phase()).isEqualTo(Phase.UNREADY);
        stage.runUntil(() -> stage.ready() == 1, MINUTE);
        assertThat(stage.instance(bad).phase()).isEqualTo(Phase.UNREADY);
        stage.run(MINUTE);
        assertThat(stage.state().instances()).hasSize(1).noneMatch(i -> i.id().equals(bad));
    }

    @Test
    void plan_unreadyRecovers_itsReplacementIsNotNeededAnyMore() {
        stage.deploy("v1", ONE).run(MINUTE);
        InstanceId bad = ready().get(0);
        stage.conduct("v1", Conduct.GOOD.readyIn(20_000)).sicken(bad);
        stage.run(Duration.ofSeconds(5));
        stage.probe(bad, true);

        assertThat(stage.run(MINUTE).state().instances()).hasSize(1).allMatch(i -> i.id().equals(bad));
    }

    @Test
    void plan_allUnready_allAreReplacedAndNoneLeavesEarly() {
        stage.deploy("v1", THREE).run(MINUTE);
        List<InstanceId> bad = ready();
        bad.forEach(stage::sicken);

        assertThat(stage.in(Phase.UNREADY, "v1")).hasSize(3);
        stage.check((s, a) -> {
            boolean leaves = a instanceof Action.Retire;
            assertThat(leaves && s.ready() == 0).isFalse();
        });
        stage.run(MINUTE);
        assertThat(ready()).hasSize(3).doesNotContainAnyElementsOf(bad);
        assertThat(stage.state().instances()).hasSize(3);
    }

    @Test
    void plan_replacementTurnsBadAgainAndAgain_comesEverMoreSlowly() {
        stage.deploy("v1", ONE).run(MINUTE);
        for (int n = 0; n < 6; n++) {
            int launches = stage.launchTimes("v1").size();
            stage.sicken(ready().get(0));
            stage.runUntil(() -> stage.launchTimes("v1").size() > launches, MINUTE);
            stage.runUntil(() -> stage.ready() > 0, MINUTE);
            stage.run(Duration.ofSeconds(2));
        }

        List<Long> at = stage.launchTimes("v1");
        assertThat(at.get(6) - at.get(5)).isGreaterThan(7_000);
    }

    @Test
    void plan_condemned_isReplacedNewBeforeOld() {
        stage.deploy("v1", ONE).run(MINUTE);
        InstanceId old = ready().get(0);
        stage.check((s, a) -> assertThat(s.ready()).isPositive()).condemn(old);

        stage.run(MINUTE);
        assertThat(ready()).hasSize(1).doesNotContain(old);
    }

    @Test
    void plan_condemnedWhileStarting_isReplacedToo() {
        stage.conduct("v1", Conduct.GOOD.readyIn(2_000)).deploy("v1", ONE).run(Duration.ofSeconds(1));
        InstanceId old = stage.in(Phase.STARTING, "v1").get(0);
        stage.condemn(old);

        stage.run(MINUTE);
        assertThat(ready()).hasSize(1).doesNotContain(old);
    }

    @Test
    void plan_recreate_startsTheNewOnlyOnceTheOldIsGone() {
        stage.conduct("v1", Conduct.GOOD.drainsIn(5_000).stopsIn(3_000))
                .check(neverTwo())
                .deploy("v1", recreate(1))
                .run(MINUTE);
        stage.deploy("v2", recreate(1)).run(MINUTE);

        assertThat(stage.live("v2")).isTrue();
    }

    @Test
    void plan_recreateOfMany_neverRunsTwoVersionsAtOnce() {
        stage.conduct("v1", Conduct.GOOD).deploy("v1", recreate(3)).run(MINUTE);
        InstanceId slow = ready().get(0);
        stage.check((s, a) -> {
            if (a instanceof Action.Launch l) {
                assertThat(s.state().instances())
                        .noneMatch(
                                i -> i.phase() != Phase.EXITED && !i.version().equals(l.version()));
            }
        });
        stage.conduct("v1", Conduct.GOOD.drainsIn(Conduct.NEVER)).deploy("v2", recreate(3));
        ready().stream().filter(id -> !id.equals(slow)).forEach(id -> stage.crash(id, 0));
        stage.in(Phase.DRAINING, "v1").stream().filter(id -> !id.equals(slow)).forEach(id -> stage.crash(id, 0));

        stage.run(MINUTE);
        assertThat(stage.live("v2")).as(stage.trace()).isTrue();
    }

    @Test
    void plan_recreateAndUnready_stopsItFirst() {
        stage.check(neverTwo()).deploy("v1", recreate(1)).run(MINUTE);
        InstanceId bad = ready().get(0);
        stage.sicken(bad);

        assertThat(stage.instance(bad).phase()).isEqualTo(Phase.DRAINING);
        assertThat(stage.run(MINUTE).ready()).isEqualTo(1);
    }

    @Test
    void plan_recreateOfABrokenVersion_goesBackToTheOld() {
        stage.check(neverTwo()).deploy("v1", recreate(1)).run(MINUTE);
        stage.conduct("v2", Conduct.NEVER_READY.exitsIn(10, 1))
                .deploy("v2", recreate(1))
                .run(MINUTE);

        assertThat(stage.failed("v2")).isTrue();
        assertThat(ready()).hasSize(1);
    }

    @Test
    void plan_waitsForASecret_keepsWhatRunsAndRestartsIt() {
        stage.deploy("v1", THREE).run(MINUTE);
        stage.waitFor(THREE).run(MINUTE);
        stage.crash(ready().get(0), 1);

        assertThat(stage.run(MINUTE).ready()).isEqualTo(3);
        stage.deploy("v2", THREE).run(MINUTE);
        assertThat(stage.live("v2")).isTrue();
    }

    @Test
    void plan_waitsInTheMiddleOfARollout_goesOnWithTheLiveVersion() {
        stage.deploy("v1", ONE).run(MINUTE);
        stage.conduct("v2", Conduct.GOOD.readyIn(30_000)).deploy("v2", ONE).run(Duration.ofSeconds(5));
        stage.waitFor(ONE).run(MINUTE);

        assertThat(ready()).hasSize(1);
        assertThat(stage.state().instances()).hasSize(1);
    }

    @Test
    void plan_waitsFromTheStart_launchesNothing() {
        stage.waitFor(THREE).run(Duration.ofHours(1));

        assertThat(stage.steps()).isEmpty();
    }

    @Test
    void plan_scaledUp_launchesTheRestAtOnceAndTouchesNone() {
        stage.deploy("v1", ONE).run(MINUTE);
        List<InstanceId> before = ready();
        stage.deploy("v1", replicas(5));

        assertThat(stage.in(Phase.PREPARING, "v1")).hasSize(4);
        assertThat(stage.run(MINUTE).ready()).isEqualTo(5);
        assertThat(ready()).containsAll(before);
    }

    @Test
    void plan_scaledDown_keepsReadyOnes() {
        stage.deploy("v1", THREE).run(MINUTE);
        List<InstanceId> all = ready();
        stage.conduct("v1", Conduct.NEVER_READY).crash(all.get(0), 1);
        stage.deploy("v1", replicas(2)).run(Duration.ofSeconds(5));

        assertThat(ready()).containsExactlyElementsOf(all.subList(1, 3));
        assertThat(stage.state().instances()).hasSize(2);
    }

    @Test
    void plan_scaledDownWithAnUnready_thatOneGoes() {
        stage.deploy("v1", THREE).run(MINUTE);
        List<InstanceId> all = ready();
        stage.conduct("v1", Conduct.NEVER_READY).sicken(all.get(1));
        stage.deploy("v1", replicas(2)).run(Duration.ofSeconds(5));

        assertThat(ready()).containsExactly(all.get(0), all.get(2));
        assertThat(stage.state().instances()).hasSize(2);
    }

    @Test
    void plan_scaledToZero_stopsAllAndIsLive() {
        stage.deploy("v1", THREE).run(MINUTE);
        stage.deploy("v1", replicas(0)).run(MINUTE);
        assertThat(stage.state().instances()).isEmpty();
        stage.deploy("v2", replicas(0)).run(MINUTE);

        assertThat(stage.live("v2")).isTrue();
        assertThat(stage.launchTimes("v2")).isEmpty();
        stage.deploy("v2", replicas(2)).run(MINUTE);
        assertThat(stage.ready()).isEqualTo(2);
    }

    @Test
    void plan_firstDeployWithoutReplicas_isLiveAtOnce() {
        assertThat(stage.deploy("v1", replicas(0)).live("v1")).isTrue();
    }

    private List<InstanceId> ready() {
        return stage.in(Phase.READY, "v1");
    }

    private static Stage.Check neverTwo() {
        return (s, a) -> {
            if (a instanceof Action.Launch) {
                assertThat(s.state().instances()).allMatch(i -> i.phase() == Phase.EXITED);
            }
        };
    }
}
