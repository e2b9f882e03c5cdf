package dev.launcho.core.plan;

import dev.launcho.core.model.Desired;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which version is being brought up, which other is kept meanwhile, and how far it has come. Immutable; what is asked for
 * again and again is counted once.
 */
final class Rollout {
    /** A rollout in which nothing has moved for so long, in milliseconds, has failed; longer where it may take longer. */
    private static final long STUCK = 5 * 60_000;

    /** Exits before readiness that fail a rollout. */
    static final int EARLY_EXITS = 3;

    private final ProcessState state;
    private final Goal goal;
    private final Goal other;
    private final long now;
    private final List<Instance> good;
    private final List<Instance> old;
    private final int stable;
    private final int completed;

    /**
     * @param goal to be reached; {@link Goal#NONE} if nothing can be launched
     * @param other what serves until then and is relaunched if it dies; {@link Goal#NONE} if there is none
     */
    private Rollout(ProcessState state, Goal goal, Goal other, long now) {
        this.state = state;
        this.goal = goal;
        this.other = other;
        this.now = now;
        this.good = new ArrayList<>();
        this.old = new ArrayList<>();
        for (Instance i : state.instances()) {
            if (isGood(i)) {
                good.add(i);
            } else if (!ofGoal(i) && i.phase().active()) {
                old.add(i);
            }
        }
        old.sort(Comparator.<Instance>comparingInt(i -> i.phase() == Phase.READY ? 0 : 1)
                .thenComparingInt(i -> ofOther(i) ? 0 : 1)
                .thenComparingInt(Instance::slot));
        this.stable = (int) good.stream().filter(this::isStable).count();
        this.completed = (int) state.slots().stream()
                .filter(s -> s.completed() && s.version().equals(version()) && s.index() < replicas())
                .count();
    }

    static Rollout of(Desired d, ProcessState s, long now) {
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

    /** Those of the goal that may count for their slot: coming up or ready, and not to be replaced. */
    List<Instance> good() {
        return good;
    }

    boolean isGood(Instance i) {
        return ofGoal(i) && i.mayServe();
    }

    /** Those of other versions that are not yet leaving, the best to keep first. */
    List<Instance> old() {
        return old;
    }

    private boolean ofOther(Instance i) {
        return other.exists() && i.version().equals(other.version());
    }

    /**
     * Those that serve on: as many as are wanted, and for as long as too few of these are ready, unready ones, and all
     * adopted ones, of which it is not yet known which are well.
     */
    Set<InstanceId> oldKept() {
        int wanted = oldWanted();
        List<Instance> serving = oldServing().limit(wanted).toList();
        long missing =
                wanted - serving.stream().filter(i -> i.phase() == Phase.READY).count();
        Stream<Instance> unready =
                old().stream().filter(i -> i.phase() == Phase.UNREADY).limit(missing);
        Stream<Instance> unknown =
                old().stream().filter(i -> missing > 0 && i.phase().fresh() && i.adopted());
        return Stream.of(serving.stream(), unready, unknown)
                .flatMap(s -> s)
                .map(Instance::id)
                .collect(Collectors.toSet());
    }

    /** How many of the old have to be launched again. */
    int oldMissing() {
        return Math.min(
                room(), oldWanted() - (int) oldServing().limit(oldWanted()).count());
    }

    /** Ready, or on the way back there. */
    private Stream<Instance> oldServing() {
        return old().stream().filter(i -> i.phase() == Phase.READY || i.phase().fresh() && (ofOther(i) || i.adopted()));
    }

    /** @param i one of the {@link #good} */
    boolean isStable(Instance i) {
        return i.phase() == Phase.READY && now >= stableAt(i);
    }

    /** Those in which a stable instance is. */
    BitSet stableSlots() {
        BitSet slots = new BitSet();
        good.stream().filter(this::isStable).forEach(i -> slots.set(i.slot()));
        return slots;
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
        return completed;
    }

    boolean reached() {
        return stable() + completed() >= replicas();
    }

    /** When the next ready instance becomes a stable one. */
    long nextStableAt() {
        return good().stream()
                .filter(i -> i.phase() == Phase.READY && !isStable(i))
                .mapToLong(this::stableAt)
                .min()
                .orElse(Plan.NEVER);
    }

    /** How many of the old are kept: what served before, less what the new already carries. */
    int oldWanted() {
        if (reached()) {
            return 0;
        }
        return Math.min(servedBefore(), Math.max(0, inAll() - stable() - completed()));
    }

    private int servedBefore() {
        return other.exists()
                ? other.policy().replicas()
                : (int) old().stream().filter(Instance::mayHaveServed).count();
    }

    private int inAll() {
        return Math.max(replicas(), servedBefore());
    }

    /** How many more of the goal may be started now, one above what is wanted in all. */
    int allowance() {
        return Math.min(room(), inAll() + 1 - good().size() - completed() - oldWanted());
    }

    /**
     * A target that changes faster than what was started for it can be stopped must not heap up instances: those that
     * never got ready, and are stopping, count.
     */
    private int room() {
        long stopping = state.instances().stream()
                .filter(i -> i.phase() == Phase.STOPPING && !i.served())
                .count();
        return (int) Math.max(0, inAll() + 1 - stopping);
    }

    boolean unfinished() {
        return goal.exists() && !state.live().equals(goal.version());
    }

    /** Why the goal has to be given up; empty while there is hope. */
    Optional<String> failure() {
        if (!unfinished() || state.failed().equals(version())) {
            return Optional.empty();
        }
        Optional<String> failed = completedBadly();
        if (failed.isPresent() || reached()) {
            return failed;
        }
        for (Slot slot : slots()) {
            if (!slot.wasReady() && slot.earlyExits() >= EARLY_EXITS) {
                return Optional.of(slot.problem() + ", " + slot.earlyExits() + " times before it was ready");
            }
            if (!slot.wasReady() && now >= deadline(slot)) {
                return Optional.of("not ready in " + Spans.text(goal.policy().startTimeout()) + lastWord(slot));
            }
        }
        return now >= state.movedAt() + patience() && !slots().isEmpty()
                ? Optional.of("nothing has moved for " + Spans.text(Duration.ofMillis(patience())))
                : Optional.empty();
    }

    /** The problem of one that is not started again. */
    Optional<String> completedBadly() {
        return state.slots().stream()
                .filter(s -> s.version().equals(version()) && s.completed())
                .map(Slot::problem)
                .filter(problem -> !problem.isEmpty())
                .findFirst();
    }

    private long patience() {
        Policy policy = goal.policy();
        return Math.max(STUCK, policy.startTimeout().plus(policy.minHealthy()).toMillis());
    }

    /** When {@link #failure} is to be asked again. */
    long nextDeadline() {
        if (!unfinished() || state.failed().equals(version()) || reached() || slots().isEmpty()) {
            return Plan.NEVER;
        }
        long stuck = state.movedAt() + patience();
        return slots().stream()
                .filter(s -> !s.wasReady())
                .mapToLong(this::deadline)
                .reduce(stuck, Math::min);
    }

    private long deadline(Slot slot) {
        return slot.firstLaunchAt() + goal.policy().startTimeout().toMillis();
    }

    private List<Slot> slots() {
        return state.slots().stream()
                .filter(s -> s.version().equals(version()) && s.index() < replicas() && !s.completed())
                .toList();
    }

    private String lastWord(Slot slot) {
        Optional<String> probe = state.instances().stream()
                .filter(i -> ofGoal(i) && i.slot() == slot.index() && !i.probe().isEmpty())
                .map(Instance::probe)
                .reduce((first, last) -> last);
        String said = probe.orElse(slot.problem());
        return said.isEmpty() ? "" : ": " + said;
    }
}
