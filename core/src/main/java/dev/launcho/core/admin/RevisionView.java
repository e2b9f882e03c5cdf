package dev.launcho.core.admin;

import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.store.Revision;

/**
 * A revision, as it is shown: of the fingerprints of its secrets there is a prefix only.
 *
 * @param current whether it is in force
 */
public record RevisionView(Revision.Head head, boolean current) {
    public long number() {
        return head.number();
    }

    public RolloutOutcome outcome() {
        return head.end().outcome();
    }
}
