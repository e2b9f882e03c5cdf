package dev.launcho.core.plan;

import dev.launcho.core.model.Desired;
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
 * The rules, in the order in which they are asked. Processes do not depend on each other, so each is planned alone and
 * the cost of a change is that of its process.
 */
public final class Planner {
    /** SIGKILL is sent again after so many milliseconds, should anything have escaped the first. */
    static final long KILL_AGAIN = 1_000;

    /** How far an instance has come. */
    private static final int STARTING = 0;

    private static final int ADOPTED = 1;
    private static final int READY = 2;
    private static final int STABLE = 3;

    private final Desired desired;
    private final ProcessState state;
    private final long now;
    private final Rollout rollout;
    private final List<Action> actions = new ArrayList<>();
    private final Set<InstanceId> sentAway = new HashSet<>();
    private long wakeAt = Plan.NEVER;

    private Planner(Desired desired, ProcessState state, long now) {
        this.desired = desired;
        this.state = state;
        this.now = now;
        this.rollout = Rollout.of(desired, state, now);
    }

    /** @param now milliseconds of the clock that the state's times are of */
    public static Plan plan(Desired desired, ProcessState state, long now) {
        return new Planner(desired, state, now).plan();
    }

    private Plan plan() {
        Optional<String> failure = held() ? Optional.empty() : rollout.failure();
        if (failure.isPresent()) {
            // What follows from it is planned once it is written down.
            return new Plan(List.of(new Action.GiveUp(state.name(), rollout.version(), failure.get())), now);
        }
        if (!held()) {
            wake(rollout.nextDeadline());
        }
        wake(rollout.nextStableAt());
        state.instances().forEach(this::seeOff);
        startTimeouts();
        if (!desired.kept() && !desired.blocked().isEmpty()) {
            // It is stopped after those that were started after it.
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
     * A user has paused the rollout: what there is of the new version stays, no more of it comes, none of the old goes, and
     * it can't fail. Whatever served is kept up as ever. Once the old had to go first, there is nothing left to be held.
     */
    private boolean held() {
        return desired.paused()
                && rollout.unfinished()
                && (!alone() || !rollout.old().isEmpty());
    }

    /** Draining, stopping, exited: the way out is the same for all. */
    private void seeOff(Instance i) {
        switch (i.phase()) {
            case DRAINING -> {
                long end = i.since() + desired.policy().drain().toMillis();
                if (i.drained()) {
                    signal(i, "its connections have ended");
                } else if (now >= end) {
                    signal(i, "drain time is over");
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
            if (!i.phase().fresh() || held() && rollout.ofGoal(i)) {
                continue;
            }
            Policy policy = rollout.ofGoal(i) ? rollout.goal().policy() : desired.policy();
            long due = i.launchedAt() + policy.startTimeout().toMillis();
            if (now >= due) {
                String last = i.probe().isEmpty() ? "" : ": " + i.probe();
                leave(i, "not ready in " + Spans.text(policy.startTimeout()) + last, true);
            } else {
                wake(due);
            }
        }
    }

    /** Surge: an old one goes for each new one that is stable. Recreate: all go before the first new one comes. */
    private void retireOld() {
        if (desired.kept() && !rollout.goal().exists()) {
            // It waits for a secret or a resource: what runs, runs on.
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

    /** An unready or condemned instance goes once another is ready in its slot; at once where two may not be. */
    private void retireReplaced() {
        BitSet replaced = rollout.stableSlots();
        for (Instance bad : state.instances()) {
            if (!rollout.ofGoal(bad) || !bad.phase().active() || rollout.isGood(bad)) {
                continue;
            }
            if (alone() || replaced.get(bad.slot()) || rollout.stable() >= rollout.replicas()) {
                leave(bad, bad.condemned() ? "restarted" : "unhealthy: " + bad.probe());
            }
        }
    }

    /**
     * More than wanted: those that came least far go first. Which of several adopted ones are well is not known before they
     * have been asked: until then none of them is too many.
     */
    private void retireSurplus() {
        if (rollout.good().size() <= rollout.replicas()) {
            return;
        }
        List<Instance> good = new ArrayList<>(rollout.good());
        good.sort(Comparator.comparingInt(this::far).reversed().thenComparingInt(Instance::slot));
        long ready = good.stream().filter(i -> i.phase() == Phase.READY).count();
        for (int n = rollout.replicas(); n < good.size(); n++) {
            Instance last = good.get(n);
            if (ready >= rollout.replicas() || far(last) != ADOPTED) {
                leave(last, "scaled down");
            }
        }
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

    /** None while anything of another version is there, leaving or not. */
    private int roomAlone() {
        List<Instance> present = state.instances().stream()
                .filter(i -> i.phase() != Phase.EXITED)
                .toList();
        return present.stream().allMatch(rollout::ofGoal) ? rollout.replicas() - present.size() : 0;
    }

    /** Fills free slots, lowest first; one whose back-off is not over takes its place in the count. */
    private void launch(Goal goal, int most) {
        for (Vacancy free : Vacancy.of(state, goal, most)) {
            boolean later = !desired.blocked().isEmpty() || held() && goal.equals(rollout.goal());
            if (free.fresh() && later) {
                // Planned again when the other gets ready, or a user says so. One that was up before may come back.
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

    /** One that has served drains first; one that never did has nothing to drain. */
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
