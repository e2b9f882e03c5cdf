package dev.launcho.core.plan;

import dev.launcho.core.model.DesiredState;
import dev.launcho.core.model.Goal;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.Slot;
import dev.launcho.core.model.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rollout of a process: the version that is brought up, the version that is kept meanwhile, and the progress.
 * Immutable; the constructor computes what callers read often.
 */
final class Rollout {
    /** Milliseconds without progress that fail a rollout; {@link #patience} is longer if the policy allows for more. */
    private static final long STUCK = 5 * 60_000;

    /** Exits of one slot before readiness that fail a rollout. */
    static final int EARLY_EXITS = 3;

    private static final Comparator<Instance> BEST_FIRST =
            Comparator.comparingInt(i -> i.phase() == Phase.READY ? 0 : 1);

    private final ProcessState state;
    private final Goal goal;
    private final Goal other;
    private final long now;
    private final List<Instance> good;
    private final List<Instance> old;
    /** Slots of the goal that are wanted, were launched and have not completed. */
    private final List<Slot> slots;

    private final BitSet completed = new BitSet();

    /** Slots of the goal with an instance that the server could not ask: no time counts against them. */
    private final BitSet unasked = new BitSet();

    private final int stable;

    /**
     * @param goal the version to reach; {@link Goal#NONE} if nothing can be launched
     * @param other the version that serves until then and is relaunched if it dies; {@link Goal#NONE} if there is none
     */
    private Rollout(ProcessState state, Goal goal, Goal other, long now) {
        this.state = state;
        this.goal = goal;
        this.other = other;
        this.now = now;
        this.good = new ArrayList<>();
        this.old = new ArrayList<>();
        this.slots = new ArrayList<>();
        for (Slot slot : state.slots()) {
            if (slot.index() < replicas() && slot.version().equals(version())) {
                if (slot.completed()) {
                    completed.set(slot.index());
                } else {
                    slots.add(slot);
                }
            }
        }
        int firm = 0;
        for (Instance i : state.instances()) {
            if (ofGoal(i) && i.isUnasked()) {
                unasked.set(i.slot());
            }
            if (isGood(i)) {
                good.add(i);
                firm += isStable(i) ? 1 : 0;
            } else if (!ofGoal(i) && i.phase().active()) {
                old.add(i);
            }
        }
        if (old.size() > 1) {
            old.sort(BEST_FIRST.thenComparingInt(i -> ofOther(i) ? 0 : 1).thenComparingInt(Instance::slot));
        }
        this.stable = firm;
    }

    static Rollout of(DesiredState d, ProcessState s, long now) {
        if (!d.kept()) {
            return new Rollout(s, Goal.NONE, Goal.NONE, now);
        }
        if (!d.goal().exists()) {
            return new Rollout(s, d.fallback(), Goal.NONE, now);
        }
        boolean same = d.goal().version().equals(d.fallback().version());
        if (same || !d.fallback().exists()) {
            return new Rollout(s, d.goal(), Goal.NONE, now);
        }
        if (s.failed().equals(d.goal().version())) {
            return new Rollout(s, d.fallback(), Goal.NONE, now);
        }
        return new Rollout(s, d.goal(), d.fallback(), now);
    }

    Goal goal() {
        return goal;
    }

    Goal other() {
        return other;
    }

    int replicas() {
        return goal.exists() ? goal.policy().replicas() : 0;
    }

    Version version() {
        return goal.version();
    }

    boolean ofGoal(Instance i) {
        return goal.exists() && i.version().equals(goal.version());
    }

    /** Returns the instances of the goal that fill their slot: coming up or ready, and neither to be replaced nor done. */
    List<Instance> good() {
        return good;
    }

    boolean isGood(Instance i) {
        return ofGoal(i) && i.mayServe() && !isCompleted(i);
    }

    /** Returns whether another instance of the same slot has completed. */
    boolean isCompleted(Instance i) {
        return ofGoal(i) && completed.get(i.slot());
    }

    /** Returns the instances of other versions that are not yet leaving, the best to keep first. */
    List<Instance> old() {
        return old;
    }

    private boolean ofOther(Instance i) {
        return other.exists() && i.version().equals(other.version());
    }

    /**
     * Returns the old instances that keep serving, as many as are wanted. While too few of them are ready, unready ones stay
     * in their place, and so do all adopted ones whose health is not yet known.
     */
    Set<InstanceId> oldKept() {
        Set<InstanceId> kept = new HashSet<>();
        int missing = oldWanted();
        for (Instance i : oldServing()) {
            kept.add(i.id());
            missing -= i.phase() == Phase.READY ? 1 : 0;
        }
        boolean tooFew = missing > 0;
        for (Instance i : old) {
            if (i.phase() == Phase.UNREADY && missing > 0) {
                kept.add(i.id());
                missing--;
            } else if (tooFew && i.phase().fresh() && i.adopted()) {
                kept.add(i.id());
            }
        }
        return kept;
    }

    /** Returns how many old instances have to be launched again. */
    int oldMissing() {
        return Math.min(room(), oldWanted() - oldServing().size());
    }

    /** Returns the old instances that are ready or coming up again, at most as many as are wanted. */
    private List<Instance> oldServing() {
        List<Instance> serving = new ArrayList<>();
        int wanted = oldWanted();
        for (Instance i : old) {
            boolean serves = i.phase() == Phase.READY || i.phase().fresh() && (ofOther(i) || i.adopted());
            if (serves && serving.size() < wanted) {
                serving.add(i);
            }
        }
        return serving;
    }

    /** @param i an instance of {@link #good} */
    boolean isStable(Instance i) {
        return i.phase() == Phase.READY && now >= stableAt(i);
    }

    /** Returns the slots that have a stable instance, or whose instance has completed. */
    BitSet filledSlots() {
        BitSet taken = (BitSet) completed.clone();
        for (Instance i : good) {
            if (isStable(i)) {
                taken.set(i.slot());
            }
        }
        return taken;
    }

    private long stableAt(Instance ready) {
        return goal.instantlyStable()
                ? ready.since()
                : ready.since() + goal.policy().minHealthy().toMillis();
    }

    int stable() {
        return stable;
    }

    int completed() {
        return completed.cardinality();
    }

    boolean reached() {
        return stable() + completed() >= replicas();
    }

    /** Returns when the next ready instance becomes stable. */
    long nextStableAt() {
        long next = Plan.NEVER;
        for (Instance i : good) {
            if (i.phase() == Phase.READY && !isStable(i)) {
                next = Math.min(next, stableAt(i));
            }
        }
        return next;
    }

    /** Returns how many old instances are kept: as many as served before, less the share that new ones already carry. */
    int oldWanted() {
        if (reached()) {
            return 0;
        }
        return Math.min(servedBefore(), Math.max(0, inAll() - stable() - completed()));
    }

    private int servedBefore() {
        return other.exists()
                ? other.policy().replicas()
                : (int) old.stream().filter(Instance::mayHaveServed).count();
    }

    private int inAll() {
        return Math.max(replicas(), servedBefore());
    }

    /** Returns how many more instances of the goal may be started now: in all, one more than is wanted may run. */
    int allowance() {
        return Math.min(room(), inAll() + 1 - good().size() - completed() - oldWanted());
    }

    /**
     * Returns how many instances may be launched beside those that are stopping and never got ready. These count, so that a
     * target that changes faster than its instances stop can't pile them up.
     */
    private int room() {
        int stopping = 0;
        for (Instance i : state.instances()) {
            stopping += i.phase() == Phase.STOPPING && !i.served() ? 1 : 0;
        }
        return Math.max(0, inAll() + 1 - stopping);
    }

    boolean unfinished() {
        return goal.exists() && !state.live().equals(goal.version());
    }

    /** Returns why the goal has to be given up; empty while it may still be reached. */
    Optional<String> failure() {
        if (!unfinished() || state.failed().equals(version())) {
            return Optional.empty();
        }
        Optional<String> failed = completedBadly();
        if (failed.isPresent() || reached()) {
            return failed;
        }
        for (Slot slot : slots) {
            if (!slot.wasReady() && slot.earlyExits() >= EARLY_EXITS) {
                return Optional.of(slot.problem() + ", " + slot.earlyExits() + " times before it was ready");
            }
            if (!slot.wasReady() && now >= deadline(slot)) {
                return Optional.of(
                        "not ready in " + DurationText.text(goal.policy().startTimeout()) + lastWord(slot));
            }
        }
        return now >= stuckAt() && !slots.isEmpty()
                ? Optional.of("no progress for " + DurationText.text(Duration.ofMillis(patience())))
                : Optional.empty();
    }

    /** Returns the problem of a slot that ended badly and is not started again. */
    Optional<String> completedBadly() {
        for (Slot s : state.slots()) {
            if (s.endedBadly() && s.version().equals(version())) {
                return Optional.of(s.problem());
            }
        }
        return Optional.empty();
    }

    private long patience() {
        Policy policy = goal.policy();
        return Math.max(STUCK, policy.startTimeout().plus(policy.minHealthy()).toMillis());
    }

    /** Returns when {@link #failure} has to be checked again. */
    long nextDeadline() {
        if (!unfinished() || state.failed().equals(version()) || reached() || slots.isEmpty()) {
            return Plan.NEVER;
        }
        long next = stuckAt();
        for (Slot slot : slots) {
            next = slot.wasReady() ? next : Math.min(next, deadline(slot));
        }
        return next;
    }

    private long stuckAt() {
        return unasked.isEmpty() ? state.movedAt() + patience() : Plan.NEVER;
    }

    private long deadline(Slot slot) {
        return unasked.get(slot.index())
                ? Plan.NEVER
                : slot.firstLaunchAt() + goal.policy().startTimeout().toMillis();
    }

    private String lastWord(Slot slot) {
        Optional<String> probe = state.instances().stream()
                .filter(i -> ofGoal(i) && i.slot() == slot.index() && !i.probe().isEmpty())
                .map(i -> i.probe().sentence())
                .reduce((first, last) -> last);
        String said = probe.orElse(slot.problem());
        return said.isEmpty() ? "" : ": " + said;
    }
}
