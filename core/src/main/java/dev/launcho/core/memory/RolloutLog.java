package dev.launcho.core.memory;

import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.event.RolloutProgress;
import dev.launcho.core.event.RolloutStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A log of rollouts: those of the last 50 revisions, up to 2 000 steps each. Thread-safe. */
public final class RolloutLog {
    private static final int REVISIONS = 50;
    private static final int STEPS = 2_000;

    private final Map<Long, RolloutProgress> rollouts = new LinkedHashMap<>();
    private long current;

    /** Begins a rollout. One that has not ended is superseded, or goes on with more processes if it is of the same revision. */
    public synchronized void begin(long revision, Set<String> processes) {
        RolloutProgress before = rollouts.get(current);
        if (before != null && revision != current && !before.outcome().ended()) {
            String why = "superseded by revision " + revision;
            rollouts.put(current, before.with(RolloutOutcome.SUPERSEDED, why, List.of()));
        }
        RolloutProgress same = rollouts.remove(revision);
        boolean joins = same != null && !same.outcome().ended();
        Set<String> all = new HashSet<>(processes);
        if (joins) {
            all.addAll(same.processes());
        }
        List<RolloutStep> steps = joins ? same.steps() : List.of();
        rollouts.put(revision, new RolloutProgress(revision, all, steps, RolloutOutcome.RUNNING, "", List.of()));
        current = revision;
        while (rollouts.size() > REVISIONS) {
            rollouts.remove(rollouts.keySet().iterator().next());
        }
        notifyAll();
    }

    synchronized void step(RolloutStep step) {
        RolloutProgress r = rollouts.get(current);
        if (r == null
                || r.outcome().ended()
                || !r.processes().contains(step.process())
                || r.steps().size() >= STEPS) {
            return;
        }
        List<RolloutStep> steps = new ArrayList<>(r.steps());
        steps.add(step);
        rollouts.put(current, r.with(steps));
        notifyAll();
    }

    public synchronized void end(RolloutOutcome outcome, String summary, List<String> causes) {
        RolloutProgress r = rollouts.get(current);
        if (r != null && !r.outcome().ended()) {
            rollouts.put(current, r.with(outcome, summary, causes));
            notifyAll();
        }
    }

    /** Sets whether the current rollout runs or waits; a waiting one has {@code waits} as its causes. */
    public synchronized void stands(RolloutOutcome outcome, List<String> waits) {
        RolloutProgress r = rollouts.get(current);
        if (r != null && !r.outcome().ended() && r.outcome() != outcome) {
            String summary = outcome == RolloutOutcome.WAITING ? "revision " + current + " waits" : "";
            rollouts.put(current, r.with(outcome, summary, waits));
            notifyAll();
        }
    }

    /** Returns the rollout that has not ended, or that ended last. */
    public synchronized Optional<RolloutProgress> current() {
        return Optional.ofNullable(rollouts.get(current));
    }

    /** Returns the rollout of a revision, if it took place since the server's start and is still kept. */
    public synchronized Optional<RolloutProgress> of(long revision) {
        return Optional.ofNullable(rollouts.get(revision));
    }

    /** Waits until the rollout has more steps than {@code seen}, or is not running any more, or the time is over. */
    public synchronized Optional<RolloutProgress> await(long revision, int seen, Duration atMost)
            throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            RolloutProgress r = rollouts.get(revision);
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
