package dev.launcho.core.reconcile;

import dev.launcho.core.intent.RequestRefused;
import dev.launcho.core.intent.RequestRefused.Code;
import dev.launcho.core.memory.PersistedState;
import dev.launcho.core.store.Revision;
import java.util.Optional;
import java.util.OptionalLong;

/** A check that a change was planned for the current revision. The reconciler's thread only. */
record RevisionCheck(ReconcilerState world, PersistedState memory) {
    /**
     * @param expected the revision that the author of a change has seen; empty if any will do
     * @throws RequestRefused if the current revision is another one; the message names its author and change
     */
    void check(OptionalLong expected) throws RequestRefused {
        long current = world.intent.revision();
        if (expected.isEmpty() || expected.getAsLong() == current) {
            return;
        }
        Optional<Revision.Head> head = memory.revision(current).map(Revision::head);
        String what = head.map(Revision.Head::change).filter(c -> !c.isEmpty()).orElse("target set");
        String why = head.map(Revision.Head::message)
                .filter(m -> !m.isEmpty())
                .map(m -> ": " + m)
                .orElse("");
        throw new RequestRefused(
                Code.CONFLICT,
                "the target is at revision " + current + " now, set by " + world.intent.by() + " (" + what + why
                        + "), and not at " + expected.getAsLong() + " any more; nothing was changed",
                "launcho target show " + current + " shows it; repeat the command to see what it changes now");
    }
}
