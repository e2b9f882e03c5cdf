package dev.launcho.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.failure.Exit;
import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.failure.ProbeFinding;
import dev.launcho.core.model.DesiredState;
import dev.launcho.core.model.Goal;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.ProbeResult;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.Version;
import dev.launcho.core.simulation.Agenda;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * One process in virtual time: carries out what the planner says through the ledger, and lets instances live as their
 * {@link Conduct} tells. After every step the plan is asked for until it is empty, and the invariants are checked. One
 * thread.
 */
final class Stage {
    static final String NAME = "web";
    private static final int ROUNDS = 16;
    private static final int FAILURES = 3;

    private final Agenda agenda = new Agenda();
    private final Map<Version, Policy> policies = new HashMap<>();
    private final Map<Version, Conduct> conducts = new HashMap<>();
    private final Map<InstanceId, Integer> kills = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>(List.of(Check.NEVER_SIGNALLED_IN_ROTATION, Check.ONE_IN_A_SLOT));
    private int launches;
    private long wakeAt = Plan.NEVER;
    private Goal goal = Goal.NONE;
    private ProcessState state = ProcessState.initial(NAME);
    private DesiredState desired = DesiredState.gone(NAME, Policy.DEFAULT);
    private long now = 1_000_000;

    /** An action that was carried out. */
    record Step(long at, Action action) {
        @Override
        public String toString() {
            return at + " " + action;
        }
    }

    /** What must hold. */
    interface Check {
        Check NEVER_SIGNALLED_IN_ROTATION = (stage, action) -> {
            if (action instanceof Action.Signal s) {
                assertThat(stage.instance(s.id()).phase()).as("signalled").isNotIn(Phase.READY, Phase.UNREADY);
            }
        };

        /** Of two in one slot, one is on its way out or to be replaced. */
        Check ONE_IN_A_SLOT = (stage, action) -> {
            if (action instanceof Action.Launch l) {
                assertThat(stage.state().instances())
                        .as("twins of slot " + l.slot())
                        .noneMatch(i -> i.version().equals(l.version())
                                && i.slot() == l.slot()
                                && i.phase().active()
                                && i.phase() != Phase.UNREADY
                                && !i.condemned());
            }
        };

        /** Whenever an action is about to be carried out. */
        void before(Stage stage, Action action);

        /** Whenever nothing more is to be done. */
        default void settled(Stage stage) {}
    }

    Stage conduct(String version, Conduct conduct) {
        conducts.put(new Version(version), conduct);
        return this;
    }

    Stage check(Check check) {
        checks.add(check);
        return this;
    }

    /** A user sets this version. */
    Stage deploy(String version, Policy policy) {
        Version v = new Version(version);
        policies.put(v, policy);
        goal = new Goal(v, policy, false);
        return want(goal, policy);
    }

    /** The target is there, a secret is not. */
    Stage waitFor(Policy policy) {
        goal = Goal.NONE;
        return want(goal, policy);
    }

    /** The process is no longer in the target, or the server stops. */
    Stage remove() {
        desired = DesiredState.gone(NAME, desired.policy());
        settle();
        return this;
    }

    /** A user holds its rollout, or lets it go on. */
    Stage pause(boolean on) {
        desired = desired.paused(on);
        state = on ? state : StateReducer.resumed(state, now);
        settle();
        return this;
    }

    Stage clearBackoff() {
        state = StateReducer.backoffCleared(state, now);
        settle();
        return this;
    }

    private Stage want(Goal wanted, Policy policy) {
        state = state.aimedAt(wanted.version());
        desired = new DesiredState(NAME, wanted, fallback(), true, policy, "", paused());
        settle();
        return this;
    }

    private boolean paused() {
        return desired.paused();
    }

    private Goal fallback() {
        Policy policy = policies.get(state.live());
        return policy == null ? Goal.NONE : new Goal(state.live(), policy, false);
    }

    Stage run(Duration time) {
        runUntil(() -> false, time);
        return this;
    }

    /** @return whether it came to be so in time */
    boolean runUntil(BooleanSupplier so, Duration atMost) {
        long end = now + atMost.toMillis();
        while (!so.getAsBoolean()) {
            long next = Math.min(agenda.next(), wakeAt);
            if (next > end) {
                now = end;
                return false;
            }
            now = Math.max(now, next);
            agenda.doNext(now);
            settle();
        }
        return true;
    }

    void crash(InstanceId id, int status) {
        exit(id, Conduct.exit(status));
        settle();
    }

    void probe(InstanceId id, boolean healthy) {
        probed(id, healthy);
        settle();
    }

    /** The server could not ask it. */
    void unasked(InstanceId id) {
        ProbeResult cause = ProbeResult.of(new ProbeFinding.Unasked(FailureKind.NO_DESCRIPTOR));
        state = StateReducer.unasked(state, id, cause);
        settle();
    }

    /** Fails so often in a row that it counts as unready. */
    void sicken(InstanceId id) {
        for (int n = 0; n < FAILURES; n++) {
            probe(id, false);
        }
    }

    void condemn(InstanceId id) {
        state = StateReducer.condemned(state, id);
        settle();
    }

    private void probed(InstanceId id, boolean healthy) {
        String answer = healthy ? "GET /health: 200 OK" : "GET /health: 503";
        state = StateReducer.probed(state, id, healthy, ProbeResult.described(answer), "127.0.0.1", FAILURES, now);
    }

    private void exit(InstanceId id, Exit how) {
        boolean asked = state.instance(id).map(i -> i.phase() == Phase.STOPPING).orElse(false);
        state = StateReducer.exited(state, id, how, asked, desired.policy().restart(), now);
    }

    private void settle() {
        for (int round = 0; round < ROUNDS; round++) {
            Plan plan = Planner.plan(desired, state, now);
            wakeAt = plan.wakeAt();
            if (plan.actions().isEmpty()) {
                assertThat(wakeAt)
                        .as("nothing to do, so the next look is later")
                        .isGreaterThan(now);
                return;
            }
            for (Action action : plan.actions()) {
                checks.forEach(c -> c.before(this, action));
                steps.add(new Step(now, action));
                carryOut(action);
            }
        }
        throw new AssertionError("plans do not come to an end at " + now + ": " + trace());
    }

    private void carryOut(Action action) {
        if (action instanceof Action.Launch a) {
            launch(a);
        } else if (action instanceof Action.Retire a) {
            state = StateReducer.retired(state, a.id(), a.fault(), a.why(), now);
            after(conductOf(a.id()).drainsIn(), () -> state = StateReducer.drained(state, a.id()));
        } else if (action instanceof Action.Signal a) {
            state = StateReducer.signalled(state, a.id(), a.fault(), a.why(), now);
            after(conductOf(a.id()).stopsIn(), () -> exit(a.id(), Conduct.exit(143)));
        } else if (action instanceof Action.Kill a) {
            state = StateReducer.killed(state, a.id(), now);
            if (kills.merge(a.id(), 1, Integer::sum) > conductOf(a.id()).killsSurvived()) {
                after(conductOf(a.id()).diesIn(), () -> exit(a.id(), Conduct.exit(137)));
            }
        } else if (action instanceof Action.Forget a) {
            assertThat(instance(a.id()).phase()).as("forgotten").isEqualTo(Phase.EXITED);
            state = state.remove(a.id());
        } else if (action instanceof Action.GiveUp a) {
            state = state.gaveUp(a.version(), a.cause());
        } else if (action instanceof Action.GoLive a) {
            state = state.wentLive(a.version());
            desired = desired.withFallback(fallback());
        }
    }

    private void launch(Action.Launch a) {
        InstanceId id = new InstanceId(a.version() + "-" + ++launches);
        state = StateReducer.launching(state, id, a.version(), a.slot(), now);
        Conduct c = conduct(a.version());
        after(c.launchesIn(), () -> {
            state = StateReducer.launched(state, id, launches, Map.of("http", 10_000 + launches), now);
            after(c.readyIn(), () -> probed(id, true));
            after(c.exitsIn(), () -> exit(id, c.exit()));
        });
    }

    private void after(long ms, Runnable what) {
        agenda.add(ms == Conduct.NEVER ? ms : now + ms, what);
    }

    private Conduct conductOf(InstanceId id) {
        return conduct(instance(id).version());
    }

    private Conduct conduct(Version version) {
        return conducts.getOrDefault(version, Conduct.GOOD);
    }

    long now() {
        return now;
    }

    long wakeAt() {
        return wakeAt;
    }

    ProcessState state() {
        return state;
    }

    DesiredState desired() {
        return desired;
    }

    Instance instance(InstanceId id) {
        return state.instance(id).orElseThrow(() -> new AssertionError(id + " is not there: " + trace()));
    }

    boolean live(String version) {
        return state.live().equals(new Version(version));
    }

    boolean failed(String version) {
        return state.failed().equals(new Version(version));
    }

    /** Those of a version in a phase, oldest first. */
    List<InstanceId> in(Phase phase, String version) {
        return state.instances().stream()
                .filter(i -> i.phase() == phase && i.version().equals(new Version(version)))
                .map(Instance::id)
                .toList();
    }

    int ready() {
        return (int)
                state.instances().stream().filter(i -> i.phase() == Phase.READY).count();
    }

    /** Of one kind, those that concern a version where the kind tells it. */
    <A extends Action> List<A> done(Class<A> kind) {
        return steps.stream()
                .map(Step::action)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    List<Long> launchTimes(String version) {
        return steps.stream()
                .filter(s ->
                        s.action() instanceof Action.Launch l && l.version().equals(new Version(version)))
                .map(Step::at)
                .toList();
    }

    List<Step> steps() {
        return steps;
    }

    /** The last steps and the state, for messages. */
    String trace() {
        StringBuilder text = new StringBuilder();
        steps.subList(Math.max(0, steps.size() - 40), steps.size())
                .forEach(s -> text.append("\n  ").append(s));
        return text.append("\n  state ")
                .append(state)
                .append("\n  desired ")
                .append(desired)
                .toString();
    }
}
