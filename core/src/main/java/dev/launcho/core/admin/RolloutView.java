package dev.launcho.core.admin;

import dev.launcho.core.model.RolloutOutcome;
import dev.launcho.core.model.RolloutStep;
import java.util.List;

/**
 * How the rollout of a revision is going.
 *
 * @param steps those after the ones already seen, in order
 * @param outcome how it ended, or that it goes on
 * @param summary one line, once ended: {@code revision 42 live in 3.1s: 1,204 connections accepted, 37 drained, ...}
 * @param causes once failed: the cause first, then the last probe answer, the last log lines, what to do; a line each
 */
public record RolloutView(
        long revision, List<RolloutStep> steps, RolloutOutcome outcome, String summary, List<String> causes) {
    public RolloutView {
        steps = List.copyOf(steps);
        causes = List.copyOf(causes);
    }
}
