package dev.launcho.core.plan;

import static dev.launcho.core.plan.Policies.ONE;
import static dev.launcho.core.plan.Policies.THREE;
import static dev.launcho.core.plan.Policies.recreate;
import static dev.launcho.core.plan.Policies.replicas;
import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.failure.Exit;
import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.model.DesiredState;
import dev.launcho.core.model.Goal;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.Version;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Surge: the new comes up, then the old leaves. */
class RolloutTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Stage stage = new Stage();

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void plan_firstDeploy_launchesAllAndGoesLive(int n) {
        stage.deploy("v1", replicas(n));

        assertThat(stage.in(Phase.PREPARING, "v1")).hasSize(n);
        liveSoon("v1");
        assertThat(stage.ready()).isEqualTo(n);
        assertThat(stage.done(Action.GoLive.class)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void plan_newVersion_comesOneAtATime(int n) {
        live("v1", replicas(n));
        stage.check(atMostActive(n + 1)).deploy("v2", replicas(n));

        assertThat(stage.in(Phase.PREPARING, "v2")).hasSize(1);
        liveSoon("v2");
        assertThat(stage.run(MINUTE).state().instances()).hasSize(n).allMatch(i -> i.phase() == Phase.READY);
    }

    @Test
    void plan_newInstanceReady_retiresTheOldOnlyAfterMinHealthy() {
        live("v1", ONE);
        stage.deploy("v2", ONE);
        stage.runUntil(() -> !stage.in(Phase.READY, "v2").isEmpty(), MINUTE);
        long readyAt = stage.now();

        assertThat(stage.in(Phase.READY, "v1")).hasSize(1);
        stage.runUntil(() -> !stage.in(Phase.DRAINING, "v1").isEmpty(), MINUTE);
        assertThat(stage.now()).isEqualTo(readyAt + 1_000);
    }

    @Test
    void plan_newInstanceGoesBadWithinMinHealthy_keepsTheOld() {
        live("v1", ONE);
        stage.conduct("v2", Conduct.GOOD.exitsIn(900, 1)).deploy("v2", ONE).run(MINUTE);

        assertThat(stage.in(Phase.READY, "v1")).hasSize(1);
        assertThat(stage.done(Action.Retire.class)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1,1", "3,3", "1,3", "3,1", "2,5", "5,2"})
    void plan_goodVersionWithOtherReplicas_neverFallsBelowTheLesser(int before, int after) {
        live("v1", replicas(before));
        int floor = Math.min(before, after);
        stage.check((s, a) -> assertThat(s.ready()).isGreaterThanOrEqualTo(floor))
                .check(atMostActive(Math.max(before, after) + 1))
                .deploy("v2", replicas(after));

        liveSoon("v2");
        stage.run(MINUTE);
        assertThat(stage.ready()).isEqualTo(after);
        assertThat(stage.in(Phase.READY, "v1")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1,1", "3,3", "1,3", "3,1"})
    void plan_versionExitsAtOnce_isGivenUpAfterThreeTriesAndLeavesTheOldUntouched(int before, int after) {
        live("v1", replicas(before));
        List<InstanceId> untouched = stage.in(Phase.READY, "v1");
        stage.check((s, a) -> assertThat(s.ready()).isEqualTo(before))
                .conduct("v2", Conduct.NEVER_READY.exitsIn(10, 1))
                .deploy("v2", replicas(after))
                .run(Duration.ofMinutes(10));

        assertThat(stage.failed("v2")).isTrue();
        assertThat(stage.state().cause()).isEqualTo("exit 1, 3 times before it was ready");
        assertThat(stage.in(Phase.READY, "v1")).isEqualTo(untouched);
        assertThat(stage.done(Action.GiveUp.class)).hasSize(1);
        assertThat(stage.state().instances()).hasSize(before);
    }

    @Test
    void plan_serverLacksWhatALaunchTakes_isTriedAgainForAsLongAsThatLasts() {
        live("v1", ONE);
        Exit full = Exit.notLaunched("no descriptor is left").lacking(FailureKind.NO_DESCRIPTOR);
        stage.conduct("v2", Conduct.NEVER_READY.endsIn(10, full)).deploy("v2", ONE);

        stage.run(Duration.ofMinutes(20));

        assertThat(stage.failed("v2")).isFalse();
        assertThat(stage.ready()).isEqualTo(1);
        assertThat(stage.done(Action.Launch.class).size()).as("with back-off").isLessThan(40);
        stage.conduct("v2", Conduct.GOOD);
        stage.run(Duration.ofMinutes(2));
        assertThat(stage.state().live()).isEqualTo(new Version("v2"));
    }

    /** Once the server has room again, the version has its time to start, and its three exits. */
    @Test
    void plan_versionIsBadAfterAShortage_isGivenUpForItsOwnFaults() {
        live("v1", ONE);
        Exit full = Exit.notLaunched("no descriptor is left").lacking(FailureKind.NO_DESCRIPTOR);
        stage.conduct("v2", Conduct.NEVER_READY.endsIn(10, full)).deploy("v2", ONE);
        stage.run(Duration.ofMinutes(20));

        stage.conduct("v2", Conduct.NEVER_READY.exitsIn(10, 1));
        stage.run(Duration.ofMinutes(5));

        assertThat(stage.failed("v2")).isTrue();
        assertThat(stage.state().cause()).isEqualTo("exit 1, 3 times before it was ready");
    }

    @Test
    void plan_serverCannotAskTheNewInstance_waitsForAsLongAsThatLasts() {
        InstanceId fresh = neverAsked();

        stage.probe(fresh, false);
        stage.run(Duration.ofSeconds(59));
        stage.probe(fresh, true);
        assertThat(stage.runUntil(() -> stage.live("v2"), MINUTE)).isTrue();
    }

    @Test
    void plan_versionNeverReadyOnceTheServerCanAsk_isGivenUpAtItsStartTimeout() {
        InstanceId fresh = neverAsked();

        stage.probe(fresh, false);
        long asked = stage.now();
        assertThat(stage.runUntil(() -> stage.failed("v2"), Duration.ofMinutes(5)))
                .isTrue();
        assertThat(stage.now() - asked).isEqualTo(60_000);
        assertThat(stage.state().cause()).isEqualTo("not ready in 1m: GET /health: 503");
    }

    /** Its end is the version's own fault; the time before it is not. */
    @Test
    void plan_instanceEndsThatTheServerCouldNotAsk_hasItsThreeTries() {
        InstanceId fresh = neverAsked();

        stage.conduct("v2", Conduct.NEVER_READY.exitsIn(10, 1));
        stage.crash(fresh, 1);
        assertThat(stage.failed("v2")).isFalse();
        assertThat(stage.runUntil(() -> stage.failed("v2"), MINUTE)).isTrue();
        assertThat(stage.state().cause()).isEqualTo("exit 1, 3 times before it was ready");
    }

    /** Twenty minutes without an answer, longer than any of the rollout's times. */
    private InstanceId neverAsked() {
        live("v1", ONE);
        stage.conduct("v2", Conduct.NEVER_READY).deploy("v2", ONE).run(Duration.ofSeconds(10));
        InstanceId fresh = stage.in(Phase.STARTING, "v2").get(0);
        stage.unasked(fresh);
        stage.run(Duration.ofMinutes(20));

        assertThat(stage.failed("v2")).isFalse();
        assertThat(stage.in(Phase.STARTING, "v2")).containsExactly(fresh);
        assertThat(stage.ready()).isEqualTo(1);
        return fresh;
    }

    /** The version itself may be too large for the disk. The earlier one, which fitted, serves again. */
    @Test
    void plan_diskIsTooSmallForTheVersion_isGivenUpAtItsStartTimeout() {
        live("v1", recreate(1));
        Exit full = Exit.notLaunched("no space is left on the disk").lacking(FailureKind.DISK_FULL);
        stage.conduct("v2", Conduct.NEVER_READY.endsIn(10, full)).deploy("v2", recreate(1));

        assertThat(stage.runUntil(() -> stage.failed("v2"), Duration.ofMinutes(5)))
                .isTrue();
        assertThat(stage.runUntil(() -> stage.ready() == 1, MINUTE)).isTrue();
        assertThat(stage.in(Phase.READY, "v1")).hasSize(1);
    }

    @Test
    void plan_versionExitsAtOnce_isGivenUpWithinSeconds() {
        live("v1", ONE);
        long begun = stage.now();
        stage.conduct("v2", Conduct.NEVER_READY.exitsIn(10, 1)).deploy("v2", ONE);

        assertThat(stage.runUntil(() -> stage.failed("v2"), MINUTE)).isTrue();
        assertThat(stage.now() - begun).isLessThan(2_000);
    }

    @Test
    void plan_versionNeverReady_isGivenUpAtItsStartTimeout() {
        live("v1", THREE);
        List<InstanceId> untouched = stage.in(Phase.READY, "v1");
        long begun = stage.now();
        stage.conduct("v2", Conduct.NEVER_READY).deploy("v2", THREE);

        assertThat(stage.runUntil(() -> stage.failed("v2"), Duration.ofMinutes(2)))
                .isTrue();
        assertThat(stage.now() - begun).isEqualTo(60_000);
        assertThat(stage.state().cause()).startsWith("not ready in 1m");
        stage.run(MINUTE);
        assertThat(stage.in(Phase.READY, "v1")).isEqualTo(untouched);
        assertThat(stage.state().instances()).hasSize(3);
    }

    @Test
    void plan_startTimeoutAboveFiveMinutes_isGranted() {
        live("v1", ONE);
        Policy slow = Policies.timed(1, Duration.ofSeconds(1), Duration.ofMinutes(20));
        stage.conduct("v2", Conduct.GOOD.readyIn(15 * 60_000)).deploy("v2", slow);

        assertThat(stage.runUntil(() -> stage.live("v2"), Duration.ofMinutes(16)))
                .isTrue();
    }

    @Test
    void plan_minHealthyAboveFiveMinutes_isGranted() {
        live("v1", ONE);
        stage.deploy("v2", Policies.timed(1, Duration.ofMinutes(10), MINUTE));

        assertThat(stage.runUntil(() -> stage.live("v2"), Duration.ofMinutes(11)))
                .isTrue();
    }

    @Test
    void plan_versionReadyForTooShortAgainAndAgain_isGivenUpAfterFiveMinutes() {
        live("v1", ONE);
        List<InstanceId> untouched = stage.in(Phase.READY, "v1");
        stage.conduct("v2", Conduct.GOOD.exitsIn(600, 1)).deploy("v2", ONE);
        long begun = stage.now();

        assertThat(stage.runUntil(() -> stage.failed("v2"), Duration.ofMinutes(6)))
                .as(stage.trace())
                .isTrue();
        assertThat(stage.now() - begun).isBetween(300_000L, 310_000L);
        assertThat(stage.run(MINUTE).in(Phase.READY, "v1")).isEqualTo(untouched);
    }

    @Test
    void plan_halfwayThereThenBroken_goesBackToTheOldVersionInFull() {
        live("v1", THREE);
        stage.check((s, a) -> assertThat(s.ready()).isGreaterThanOrEqualTo(3)).deploy("v2", THREE);
        stage.runUntil(() -> !stage.in(Phase.DRAINING, "v1").isEmpty(), MINUTE);
        stage.conduct("v2", Conduct.NEVER_READY.exitsIn(10, 1)).run(MINUTE);

        assertThat(stage.failed("v2")).isTrue();
        assertThat(stage.in(Phase.READY, "v1")).hasSize(3);
        assertThat(stage.state().instances()).hasSize(3);
    }

    @Test
    void plan_givenUpVersion_isNotTriedAgainByItself() {
        live("v1", ONE);
        stage.conduct("v2", Conduct.NEVER_READY.exitsIn(10, 1))
                .deploy("v2", ONE)
                .run(MINUTE);
        int tries = stage.launchTimes("v2").size();
        stage.deploy("v2", ONE).run(Duration.ofHours(2));

        assertThat(stage.launchTimes("v2")).hasSize(tries);
        assertThat(stage.in(Phase.READY, "v1")).hasSize(1);
    }

    @Test
    void plan_givenUpVersionAfterAnotherWasWanted_isTriedAnew() {
        live("v1", ONE);
        stage.conduct("v2", Conduct.NEVER_READY.exitsIn(10, 1))
                .deploy("v2", ONE)
                .run(MINUTE);
        stage.deploy("v1", ONE).run(MINUTE);
        stage.conduct("v2", Conduct.GOOD).deploy("v2", ONE);

        liveSoon("v2");
    }

    @Test
    void plan_interruptedRolloutTakenUpLater_hasItsWholeStartTimeoutAgain() {
        live("v1", ONE);
        stage.conduct("v2", Conduct.GOOD.readyIn(40_000)).conduct("v3", Conduct.NEVER_READY);
        stage.deploy("v2", ONE).run(Duration.ofSeconds(30));
        stage.deploy("v3", ONE).run(Duration.ofSeconds(40));
        stage.deploy("v2", ONE);

        liveSoon("v2");
        assertThat(stage.done(Action.GiveUp.class)).isEmpty();
    }

    @Test
    void plan_oldInstanceDiesWhileTheNewIsNotThere_isLaunchedAgain() {
        live("v1", ONE);
        stage.conduct("v2", Conduct.GOOD.readyIn(30_000)).deploy("v2", ONE).run(Duration.ofSeconds(5));
        stage.crash(stage.in(Phase.READY, "v1").get(0), 1);

        assertThat(stage.runUntil(() -> !stage.in(Phase.READY, "v1").isEmpty(), Duration.ofSeconds(1)))
                .isTrue();
        liveSoon("v2");
        assertThat(stage.run(MINUTE).state().instances()).hasSize(1);
    }

    @Test
    void plan_thirdVersionWhileTheSecondIsHalfThere_keepsTheFloorAndDoesNotRelaunchTheFirst() {
        live("v1", THREE);
        stage.check((s, a) -> assertThat(s.ready()).isGreaterThanOrEqualTo(3)).deploy("v2", THREE);
        stage.runUntil(() -> stage.in(Phase.READY, "v2").size() == 2, MINUTE);
        stage.conduct("v3", Conduct.GOOD.readyIn(20_000)).deploy("v3", THREE).run(Duration.ofSeconds(15));

        assertThat(stage.launchTimes("v1")).hasSize(3);
        assertThat(stage.launchTimes("v2")).hasSizeLessThanOrEqualTo(3);
        assertThat(stage.runUntil(() -> stage.live("v3"), Duration.ofMinutes(2)))
                .as(stage.trace())
                .isTrue();
    }

    @Test
    void plan_targetFlapsTenTimesASecond_settlesOnTheLast() {
        live("v1", THREE);
        stage.check((s, a) -> assertThat(s.ready()).isGreaterThanOrEqualTo(3));
        for (int n = 0; n < 100; n++) {
            stage.deploy(n % 2 == 0 ? "v2" : "v1", THREE).run(Duration.ofMillis(100));
        }
        stage.deploy("v2", THREE);

        liveSoon("v2");
        assertThat(stage.run(MINUTE).state().instances()).hasSize(3);
    }

    @Test
    void plan_firstDeployBroken_isMarkedFailedOnceAndTriedOnWithBackoff() {
        stage.conduct("v1", Conduct.NEVER_READY.exitsIn(10, 1))
                .deploy("v1", ONE)
                .run(Duration.ofMinutes(20));

        assertThat(stage.failed("v1")).isTrue();
        assertThat(stage.done(Action.GiveUp.class)).hasSize(1);
        assertThat(stage.launchTimes("v1")).hasSizeBetween(24, 32);
        stage.conduct("v1", Conduct.GOOD);
        assertThat(stage.runUntil(() -> stage.live("v1"), Duration.ofMinutes(2)))
                .isTrue();
        assertThat(stage.failed("v1")).isFalse();
    }

    @Test
    void plan_firstDeployNeverReady_isTriedOnAfterItsStartTimeout() {
        stage.conduct("v1", Conduct.NEVER_READY).deploy("v1", ONE).run(Duration.ofMinutes(5));

        assertThat(stage.done(Action.GiveUp.class)).hasSize(1);
        assertThat(stage.launchTimes("v1")).hasSizeBetween(4, 6);
    }

    @Test
    void plan_secondDeployBeforeTheFirstWasLive_replacesItReadyOnesLast() {
        stage.conduct("v1", Conduct.GOOD).deploy("v1", THREE).run(Duration.ofMillis(500));
        assertThat(stage.ready()).isEqualTo(3);
        stage.check((s, a) -> assertThat(s.ready()).isGreaterThanOrEqualTo(3)).deploy("v2", THREE);

        liveSoon("v2");
    }

    private void live(String version, Policy policy) {
        stage.deploy(version, policy);
        liveSoon(version);
        stage.run(MINUTE);
    }

    private void liveSoon(String version) {
        assertThat(stage.runUntil(() -> stage.live(version), MINUTE))
                .as(version + " live: " + stage.trace())
                .isTrue();
    }

    private static Stage.Check atMostActive(int n) {
        return (s, a) -> assertThat(s.state().instances().stream()
                        .filter(i -> i.phase().active())
                        .count())
                .isLessThanOrEqualTo(n);
    }

    @Test
    void deploy_tenTimesASecondOfWhatDoesNotStop_neverHeapsUpInstances() {
        Stage stage = new Stage();
        stage.deploy("v0", Policies.replicas(2)).run(Duration.ofSeconds(10));
        for (int n = 0; n < 100; n++) {
            String version = n % 2 == 0 ? "v1" : "v2";
            stage.conduct(version, Conduct.NEVER_READY.stopsIn(Conduct.NEVER));
            stage.deploy(version, Policies.replicas(2)).run(Duration.ofMillis(100));
            assertThat(stage.state().instances()).hasSizeLessThanOrEqualTo(8);
            assertThat(stage.in(Phase.READY, "v0")).hasSize(2);
        }
        stage.deploy("v3", Policies.replicas(2)).run(Duration.ofMinutes(1));

        assertThat(stage.live("v3")).isTrue();
        assertThat(stage.state().instances()).hasSize(2);
    }

    @Test
    void plan_tooManyReady_letsThoseGoThatAreNotStableYet() {
        Version v = new Version("v1");
        Instance fresh = ready("fresh-1", v, 0, 9_900);
        Instance stable = ready("stable-2", v, 1, 1_000);
        ProcessState state = ProcessState.initial(Stage.NAME).add(fresh).add(stable);
        DesiredState one = new DesiredState(Stage.NAME, new Goal(v, ONE, false), Goal.NONE, true, ONE);

        assertThat(Planner.plan(one, state, 10_000).actions())
                .contains(new Action.Retire(Stage.NAME, fresh.id(), "scaled down"))
                .contains(new Action.GoLive(Stage.NAME, v));
    }

    private static Instance ready(String name, Version version, int slot, long since) {
        return Instance.preparing(new InstanceId(name), Stage.NAME, version, slot, 0)
                .to(Phase.READY, since);
    }
}
