package dev.launcho.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.failure.Exit;
import dev.launcho.core.model.DesiredState;
import dev.launcho.core.model.Goal;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.ProbeResult;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.Slot;
import dev.launcho.core.model.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DependencyOrderTest {
    private static final Version ONE = new Version("one");
    private static final Version TWO = new Version("two");
    private static final InstanceId ID = new InstanceId("calm-otter-1");

    private final Map<String, DesiredState> desired = new LinkedHashMap<>();
    private final Map<String, ProcessState> states = new LinkedHashMap<>();

    @Test
    void blocker_otherNotReady_isNamed() {
        want("db", ONE);
        want("web", ONE, "db");

        assertThat(blocker("web")).isEqualTo("db");
        assertThat(blocker("db")).isEmpty();
        ready("db", ONE);
        assertThat(blocker("web")).isEmpty();
    }

    @Test
    void blocker_otherHasYetToReachItsNewVersion_isNamed() {
        want("db", TWO);
        want("web", ONE, "db");
        ready("db", ONE);

        assertThat(blocker("web")).isEqualTo("db");
    }

    @Test
    void blocker_jobThatSucceeded_isOutOfTheWay_butNotOneThatFailed() {
        want("migrate", ONE);
        want("web", ONE, "migrate");

        ended("migrate", 3);
        assertThat(blocker("web")).isEqualTo("migrate");
        ended("migrate", 0);
        assertThat(blocker("web")).isEmpty();
    }

    @Test
    void blocker_otherIsNotInTheTargetAnyMore_isIgnored() {
        want("web", ONE, "db");

        assertThat(blocker("web")).isEmpty();
    }

    @Test
    void blocker_leaving_waitsForThoseThatCameAfterIt() {
        leave("db");
        leave("web", "db");
        ready("db", ONE);
        ready("web", ONE);

        assertThat(blocker("db")).isEqualTo("web");
        assertThat(blocker("web")).isEmpty();
        states.put("web", ProcessState.initial("web"));
        assertThat(blocker("db")).isEmpty();
    }

    @Test
    void blocker_jobThatStillRuns_isNamedThoughItIsAlive() {
        want("migrate", ONE);
        Policy job = new Policy(
                1,
                Policy.DEFAULT.update(),
                Policy.Restart.NEVER,
                Policy.DEFAULT.minHealthy(),
                Policy.DEFAULT.startTimeout(),
                Policy.DEFAULT.drain(),
                Policy.DEFAULT.stop());
        desired.put("migrate", new DesiredState("migrate", new Goal(ONE, job, true), Goal.NONE, true, job));
        want("web", ONE, "migrate");
        ready("migrate", ONE);

        assertThat(blocker("web")).isEqualTo("migrate");
    }

    @Test
    void blocker_otherIsThereButNotReady_isNamed() {
        want("db", ONE);
        want("web", ONE, "db");
        states.put("db", StateReducer.launching(ProcessState.initial("db").wentLive(ONE), ID, ONE, 0, 0));
        assertThat(blocker("web")).isEqualTo("db");

        states.remove("db");
        ready("db", TWO);
        states.put("db", state("db").wentLive(ONE));
        assertThat(blocker("web")).isEqualTo("db");
    }

    @Test
    void blocker_otherIsInTheMiddleOfItsRollout_isNamed() {
        want("db", TWO);
        want("web", ONE, "db");
        ready("db", TWO);
        states.put("db", state("db").wentLive(ONE));

        assertThat(blocker("web")).isEqualTo("db");
    }

    @Test
    void blocker_otherWaitsForASecret_isNamedEvenIfNoneOfItIsWanted() {
        desired.put("db", new DesiredState("db", Goal.NONE, Goal.NONE, true, Policies.replicas(0)));
        want("web", ONE, "db");

        assertThat(blocker("web")).isEqualTo("db");
    }

    @Test
    void blocker_noneOfTheOtherIsWanted_isOutOfTheWay() {
        Goal none = new Goal(ONE, Policies.replicas(0), false);
        desired.put("db", new DesiredState("db", none, Goal.NONE, true, none.policy()));
        want("web", ONE, "db");
        states.put("db", ProcessState.initial("db").wentLive(ONE));

        assertThat(blocker("web")).isEmpty();
    }

    @Test
    void blocker_job_isOutOfTheWayOnlyOnceThisVersionOfItSucceeded() {
        Goal job = new Goal(ONE, Policies.restart(Policy.Restart.NEVER), true);
        desired.put("migrate", new DesiredState("migrate", job, Goal.NONE, true, job.policy()));
        want("web", ONE, "migrate");
        ProcessState live = ProcessState.initial("migrate").wentLive(ONE);

        states.put("migrate", live.withSlot(Slot.first(ONE, 0, 0).completed("exit 3")));
        assertThat(blocker("web")).isEqualTo("migrate");
        states.put("migrate", live.withSlot(Slot.first(TWO, 0, 0).completed("")));
        assertThat(blocker("web")).isEqualTo("migrate");
        states.put("migrate", live.withSlot(Slot.first(ONE, 0, 0).completed("")));
        assertThat(blocker("web")).isEmpty();
    }

    @Test
    void blocker_serviceThatIsNotRestarted_isOutOfTheWayWhenReady() {
        Goal once = new Goal(ONE, Policies.restart(Policy.Restart.NEVER), false);
        desired.put("db", new DesiredState("db", once, Goal.NONE, true, once.policy()));
        want("web", ONE, "db");
        ready("db", ONE);

        assertThat(blocker("web")).isEmpty();
    }

    @Test
    void blocker_leaving_isNotKeptByWhatStaysNorByWhatIsNotKnown() {
        leave("db");
        want("web", ONE, "db");
        ready("web", ONE);
        leave("api", "ghost");
        ready("api", ONE);

        assertThat(blocker("db")).isEmpty();
    }

    @Test
    void blocker_leaving_waitsAlsoThroughOneThatIsGone() {
        leave("db");
        leave("migrate", "db");
        leave("web", "migrate");
        ready("web", ONE);

        assertThat(blocker("db")).isEqualTo("web");
    }

    @Test
    void plan_blocked_launchesNothing_andAsksForNoWakeUp() {
        want("web", ONE, "db");
        Plan plan = Planner.plan(desired.get("web").blockedBy("db"), state("web"), 0);

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.wakeAt()).isEqualTo(Plan.NEVER);
        assertThat(Planner.plan(desired.get("web"), state("web"), 0).actions())
                .containsExactly(new Action.Launch("web", ONE, 0));
    }

    @Test
    void plan_blocked_oneThatWasUpBeforeComesBack() {
        want("web", ONE, "db");
        ready("web", ONE);
        states.put("web", StateReducer.exited(state("web"), ID, command(1), false, Policy.Restart.ALWAYS, 10));
        states.put("web", state("web").remove(ID));

        assertThat(Planner.plan(desired.get("web").blockedBy("db"), state("web"), 20)
                        .actions())
                .containsExactly(new Action.Launch("web", ONE, 0));
    }

    @Test
    void plan_leavingAndBlocked_staysUp() {
        leave("db");
        ready("db", ONE);

        assertThat(Planner.plan(desired.get("db").blockedBy("web"), state("db"), 20)
                        .actions())
                .isEmpty();
        assertThat(Planner.plan(desired.get("db"), state("db"), 20).actions())
                .containsExactly(new Action.Retire("db", ID, "no longer wanted"));
    }

    private static Exit command(int status) {
        return Exit.of(Exit.Stage.COMMAND, status);
    }

    private String blocker(String process) {
        return DependencyOrder.blocker(desired.get(process), desired, states);
    }

    private ProcessState state(String process) {
        return states.getOrDefault(process, ProcessState.initial(process));
    }

    private void want(String process, Version version, String... after) {
        Policy policy = policy(after);
        desired.put(process, new DesiredState(process, new Goal(version, policy, true), Goal.NONE, true, policy));
    }

    private void leave(String process, String... after) {
        desired.put(process, DesiredState.gone(process, policy(after)));
    }

    private static Policy policy(String... after) {
        Policy usual = Policy.DEFAULT;
        return new Policy(
                1,
                usual.update(),
                usual.restart(),
                usual.minHealthy(),
                usual.startTimeout(),
                usual.drain(),
                usual.stop(),
                List.of(after));
    }

    private void ready(String process, Version version) {
        ProcessState s = StateReducer.launching(state(process), ID, version, 0, 0);
        s = StateReducer.launched(s, ID, 7, Map.of(), 1);
        states.put(
                process,
                StateReducer.probed(s, ID, true, ProbeResult.described("ok"), "", 3, 2)
                        .wentLive(version));
    }

    private void ended(String process, int status) {
        ProcessState s = StateReducer.launching(ProcessState.initial(process), ID, ONE, 0, 0);
        s = StateReducer.exited(s, ID, command(status), false, Policy.Restart.NEVER, 5);
        states.put(process, status == 0 ? s.wentLive(ONE) : s);
    }
}
