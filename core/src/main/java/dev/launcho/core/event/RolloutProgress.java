package dev.launcho.core.event;

import java.util.List;
import java.util.Set;

/**
 * The progress of a revision's rollout.
 *
 * @param processes that it touches; empty if that is not known, as for a client
 * @param steps in order
 * @param outcome the end, or that the rollout runs or waits
 * @param summary one line, once ended: {@code revision 42 live in 3.1s: 1,204 connections accepted, 37 drained, ...}
 * @param causes once failed: last probe answer, last log lines, hints; a line each
 */
public record RolloutProgress(
        long revision,
        Set<String> processes,
        List<RolloutStep> steps,
        RolloutOutcome outcome,
        String summary,
        List<String> causes) {
    public RolloutProgress {
        processes = Set.copyOf(processes);
        steps = List.copyOf(steps);
        causes = List.copyOf(causes);
    }

    /** A rollout of which only its outcome is known. */
    public RolloutProgress(long revision, RolloutOutcome outcome, String summary, List<String> causes) {
        this(revision, Set.of(), List.of(), outcome, summary, causes);
    }

    /** Returns the progress without the first {@code seen} steps. */
    public RolloutProgress after(int seen) {
        int from = Math.min(Math.max(0, seen), steps.size());
        return with(steps.subList(from, steps.size()));
    }

    public RolloutProgress with(List<RolloutStep> other) {
        return new RolloutProgress(revision, processes, other, outcome, summary, causes);
    }

    /** Returns the progress of a rollout that has ended, or that has begun or ceased to wait. */
    public RolloutProgress with(RolloutOutcome now, String why, List<String> because) {
        return new RolloutProgress(revision, processes, steps, now, why, because);
    }
}
