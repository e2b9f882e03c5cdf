package dev.launcho.core.admin;

import java.time.Instant;
import java.util.List;

/**
 * How the rollout of a revision is going.
 *
 * @param steps those after the ones already seen, in order
 * @param outcome how it ended, or that it goes on
 * @param summary one line, once ended: {@code revision 42 live in 3.1s: 2 started, 2 retired}
 * @param causes once failed: the cause first, then the last probe answer, the last log lines, what to do; a line each
 */
public record RolloutView(long revision, List<Step> steps, Outcome outcome, String summary, List<String> causes) {
    /** One transition: {@code web}, {@code keen-lynx-21 ready after 2.1s}. */
    public record Step(Instant at, String process, String message) {}

    /** Where a rollout stands. */
    public enum Outcome {
        RUNNING,
        LIVE,
        /** Given up or never got healthy in time. */
        FAILED,
        /** A later change took its place before it ended. */
        SUPERSEDED,
        /** Nothing can go on until a secret or resource is there. */
        WAITING
    }
}
