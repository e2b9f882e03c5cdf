package dev.launcho.core.plan;

import dev.launcho.core.model.DesiredState;
import dev.launcho.core.model.Goal;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.ProcessState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The planning rules of a process, in the order in which they apply. Each process is planned alone, so a change costs
 * only as much as its own process.
 */
public final class Planner {
    /** Milliseconds after which SIGKILL is sent again, in case something escaped the first. */
    static final long KILL_AGAIN = 1_000;

    /** Ranks of an instance's progress: those below {@code READY} come first to leave. */
    private static final int STARTING = 0;

    private static final int ADOPTED = 1;
    private static final int READY = 2;
    private static final int STABLE = 3;

    private final DesiredState desired;
    private final ProcessState state;
    private final long now;
    private final Rollout rollout;
    private final List<Action> actions = new ArrayList<>();
    private final Set<InstanceId> sentAway = new HashSet<>();
    private long wakeAt = Plan.NEVER;

    private Planner(DesiredState desired, ProcessState state, long now) {
        this.desired = desired;
        this.state = state;
        this.now = now;
        this.rollout = Rollout.of(desired, state, now);
    }

    /** @param now milliseconds of the same clock as the state's times */
    public static Plan plan(DesiredState desired, ProcessState state, long now) {
        return new Planner(desired, state, now).plan();
    }

    private Plan plan() {
        Optional<String> failure = held() ? Optional.empty() : rollout.failure();
        if (failure.isPresent()) {
            // The consequences are planned once the failure is recorded.
            return new Plan(List.of(new Action.GiveUp(state.name(), rollout.version(), failure.get())), now);
        }
        if (!held()) {
            wake(rollout.nextDeadline());
        }
        wake(rollout.nextStableAt());
        state.instances().forEach(this::seeOff);
        startTimeouts();
        if (!desired.kept() && !desired.blocked().isEmpty()) {
            // Processes that come after this one stop first.
            return new Plan(actions, wakeAt);
        }
        retireOld();
        retireReplaced();
        retireSurplus();
        launch();
        goLive();
        return new Plan(actions, wakeAt);
    }

    /**
     * Returns whether a user holds the rollout. New instances then stay, but no more are started. Old instances stay, too,
     * and the rollout can't fail. Instances that served are relaunched as ever. With recreate, a rollout can't be held any
     * more once the old instances have left.
     */
    private boolean held() {
        return desired.paused()
                && rollout.unfinished()
                && (!alone() || !rollout.old().isEmpty());
    }

    /** Takes an instance that is leaving one step further: drained to signalled, signalled to killed, gone to forgotten. */
    private void seeOff(Instance i) {
        switch (i.phase()) {
            case DRAINING -> {
                long end = i.since() + desired.policy().drain().toMillis();
                if (i.drained()) {
                    signal(i, "its connections have ended");
                } else if (now >= end) {
                    signal(i, "the drain time is over");
                } else {
                    wake(end);
                }
            }
            case STOPPING -> {
                long due = i.killedAt() < 0
                        ? i.since() + desired.policy().stop().timeout().toMillis()
                        : i.killedAt() + KILL_AGAIN;
                if (now >= due) {
                    actions.add(new Action.Kill(state.name(), i.id()));
                    wake(now + KILL_AGAIN);
                } else {
                    wake(due);
                }
            }
            case EXITED -> actions.add(new Action.Forget(state.name(), i.id()));
            case PREPARING, STARTING, READY, UNREADY -> {}
        }
    }

    private void startTimeouts() {
        for (Instance i : state.instances()) {
            if (!i.phase().fresh() || i.isUnasked() || held() && rollout.ofGoal(i)) {
                continue;
            }
            Policy policy = rollout.ofGoal(i) ? rollout.goal().policy() : desired.policy();
            long due = i.startBegan() + policy.startTimeout().toMillis();
            if (now >= due) {
                String last = i.probe().isEmpty() ? "" : ": " + i.probe().sentence();
                leave(i, "not ready in " + DurationText.text(policy.startTimeout()) + last, true);
            } else {
                wake(due);
            }
        }
    }

    /** Retires old instances: with surge one for each stable new one, with recreate all before the first new one starts. */
    private void retireOld() {
        if (desired.kept() && !rollout.goal().exists()) {
            // The process waits for a secret or a resource: running instances stay.
            return;
        }
        if (held() || rollout.old().isEmpty()) {
            return;
        }
        Set<InstanceId> kept = alone() ? Set.of() : rollout.oldKept();
        for (Instance i : rollout.old()) {
            if (!kept.contains(i.id())) {
                leave(i, desired.kept() ? "replaced" : "no longer wanted");
            }
        }
    }

    private boolean alone() {
        return rollout.goal().exists() && rollout.goal().policy().update() == Policy.Update.RECREATE;
    }

    /**
     * Retires an unready or condemned instance once a stable one has replaced it, or one that has completed; with recreate, at
     * once.
     */
    private void retireReplaced() {
        BitSet replaced = rollout.filledSlots();
        for (Instance bad : state.instances()) {
            if (!rollout.ofGoal(bad) || !bad.phase().active() || rollout.isGood(bad)) {
                continue;
            }
            if (alone() || replaced.get(bad.slot()) || rollout.reached()) {
                leave(bad, replacedBecause(bad));
            }
        }
    }

    /**
     * Retires instances above the wanted number, the least advanced first. A completed slot counts as one of that number. The
     * health of adopted instances is unknown until they are probed: until enough instances are ready, no adopted one is surplus.
     */
    private void retireSurplus() {
        int wanted = Math.max(0, rollout.replicas() - rollout.completed());
        if (rollout.good().size() <= wanted) {
            return;
        }
        List<Instance> good = new ArrayList<>(rollout.good());
        good.sort(Comparator.comparingInt(this::far).reversed().thenComparingInt(Instance::slot));
        long ready = good.stream().filter(i -> i.phase() == Phase.READY).count();
        for (int n = wanted; n < good.size(); n++) {
            Instance last = good.get(n);
            if (ready >= wanted || far(last) != ADOPTED) {
                leave(last, "scaled down");
            }
        }
    }

    private String replacedBecause(Instance i) {
        if (i.condemned()) {
            return "restarted";
        }
        return rollout.isCompleted(i)
                ? "its work is done"
                : "unhealthy: " + i.probe().sentence();
    }

    private int far(Instance i) {
        if (i.phase() == Phase.READY) {
            return rollout.isStable(i) ? STABLE : READY;
        }
        return i.adopted() ? ADOPTED : STARTING;
    }

    private void launch() {
        int missing = rollout.replicas() - rollout.good().size() - rollout.completed();
        if (missing > 0) {
            launch(rollout.goal(), Math.min(missing, alone() ? roomAlone() : rollout.allowance()));
        }
        if (!alone() && rollout.other().exists()) {
            launch(rollout.other(), rollout.oldMissing());
        }
    }

    /** Returns how many instances may start with recreate: none while one of another version exists, leaving or not. */
    private int roomAlone() {
        int present = 0;
        for (Instance i : state.instances()) {
            if (i.phase() != Phase.EXITED) {
                if (!rollout.ofGoal(i)) {
                    return 0;
                }
                present++;
            }
        }
        return rollout.replicas() - present;
    }

    /** Fills up to {@code most} free slots, lowest first; a slot in back-off counts. */
    private void launch(Goal goal, int most) {
        for (FreeSlot free : FreeSlot.of(state, goal, most)) {
            boolean later = !desired.blocked().isEmpty() || held() && goal.equals(rollout.goal());
            if (free.fresh() && later) {
                // Planned again when the blocker is ready or the user resumes. A slot that was ready before may start.
                continue;
            }
            long due = free.due(now);
            if (now >= due) {
                actions.add(new Action.Launch(state.name(), goal.version(), free.slot()));
            } else {
                wake(due);
            }
        }
    }

    private void goLive() {
        boolean arrived = rollout.unfinished()
                && !held()
                && rollout.reached()
                && rollout.completedBadly().isEmpty()
                && rollout.old().isEmpty()
                && desired.goal().version().equals(rollout.version());
        if (arrived) {
            actions.add(new Action.GoLive(state.name(), rollout.version()));
        }
    }

    private void leave(Instance i, String why) {
        leave(i, why, false);
    }

    /** Sends an instance away: if it may have served, it drains first; else it has nothing to drain. */
    private void leave(Instance i, String why, boolean fault) {
        if (sentAway.add(i.id())) {
            actions.add(
                    i.mayHaveServed()
                            ? new Action.Retire(state.name(), i.id(), why, fault)
                            : new Action.Signal(state.name(), i.id(), why, fault));
        }
    }

    private void signal(Instance i, String why) {
        actions.add(new Action.Signal(state.name(), i.id(), why, false));
    }

    private void wake(long at) {
        wakeAt = Math.min(wakeAt, at);
    }
}
