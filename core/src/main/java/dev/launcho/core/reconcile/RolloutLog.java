package dev.launcho.core.reconcile;

import dev.launcho.core.model.RolloutOutcome;
import dev.launcho.core.model.RolloutStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What rollouts went through, of the last 50 revisions, up to 2 000 steps each. Thread-safe. */
public final class RolloutLog {
    private static final int REVISIONS = 50;
    private static final int STEPS = 2_000;

    private final Map<Long, Rollout> rollouts = new LinkedHashMap<>();
    private long current;

    /** A rollout as it stands. */
    public record Rollout(
            long revision,
            Set<String> processes,
            List<RolloutStep> steps,
            RolloutOutcome outcome,
            String summary,
            List<String> causes) {
        public Rollout {
            processes = Set.copyOf(processes);
            steps = List.copyOf(steps);
            causes = List.copyOf(causes);
        }
    }

    /** A change begins; one that is still under way is superseded. */
    synchronized void begin(long revision, Set<String> processes) {
        Rollout before = rollouts.get(current);
        if (before != null && revision != current && !before.outcome().ended()) {
            rollouts.put(
                    current, ended(before, RolloutOutcome.SUPERSEDED, "superseded by revision " + revision, List.of()));
        }
        rollouts.remove(revision);
        rollouts.put(revision, new Rollout(revision, processes, List.of(), RolloutOutcome.RUNNING, "", List.of()));
        current = revision;
        while (rollouts.size() > REVISIONS) {
            rollouts.remove(rollouts.keySet().iterator().next());
        }
        notifyAll();
    }

    synchronized void step(RolloutStep step) {
        Rollout r = rollouts.get(current);
        if (r == null
                || r.outcome().ended()
                || !r.processes().contains(step.process())
                || r.steps().size() >= STEPS) {
            return;
        }
        List<RolloutStep> steps = new ArrayList<>(r.steps());
        steps.add(step);
        rollouts.put(current, new Rollout(r.revision(), r.processes(), steps, r.outcome(), r.summary(), r.causes()));
        notifyAll();
    }

    synchronized void end(RolloutOutcome outcome, String summary, List<String> causes) {
        Rollout r = rollouts.get(current);
        if (r != null && !r.outcome().ended()) {
            rollouts.put(current, ended(r, outcome, summary, causes));
            notifyAll();
        }
    }

    /** It goes on, or can't until something is there. */
    synchronized void stands(RolloutOutcome outcome, List<String> waits) {
        Rollout r = rollouts.get(current);
        if (r != null && !r.outcome().ended() && r.outcome() != outcome) {
            String summary = outcome == RolloutOutcome.WAITING ? "revision " + current + " waits" : "";
            rollouts.put(current, ended(r, outcome, summary, waits));
            notifyAll();
        }
    }

    private static Rollout ended(Rollout r, RolloutOutcome outcome, String summary, List<String> causes) {
        return new Rollout(r.revision(), r.processes(), r.steps(), outcome, summary, causes);
    }

    /** The rollout that has not ended, or ended last. */
    synchronized Optional<Rollout> current() {
        return Optional.ofNullable(rollouts.get(current));
    }

    /** The rollout of a revision, if it was since the server's start. */
    public synchronized Optional<Rollout> of(long revision) {
        return Optional.ofNullable(rollouts.get(revision));
    }

    /** Waits until there are more steps than {@code seen}, or it has ended, or the time is over. */
    public synchronized Optional<Rollout> await(long revision, int seen, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            Rollout r = rollouts.get(revision);
            long left = (deadline - System.nanoTime()) / 1_000_000;
            boolean told = r == null
                    || r.outcome() != RolloutOutcome.RUNNING
                    || r.steps().size() > seen;
            if (told || left <= 0) {
                return Optional.ofNullable(r);
            }
            wait(left);
        }
    }
}
