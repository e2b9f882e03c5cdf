package dev.launcho.core.reconcile;

import dev.launcho.core.model.Event;
import dev.launcho.core.store.Undo;
import java.io.IOException;
import java.util.Optional;

/** Puts back what a change has left in whose middle the last server ended. The reconciler's thread only. */
final class Recovery {
    private final Memory memory;
    private final Whole whole;
    private final Journal journal;

    Recovery(Memory memory, Whole whole, Journal journal) {
        this.memory = memory;
        this.whole = whole;
        this.journal = journal;
    }

    /**
     * The text of the target file, once what was left has been put back; what it should be, where the disk refuses that.
     *
     * @return empty if there is none
     */
    Optional<String> text(TextFile file) throws IOException {
        Optional<Undo> undo = memory.unfinished();
        if (undo.isEmpty()) {
            return file.read();
        }
        long revision = undo.get().revision();
        String what = "the last server ended in the middle of the change to revision " + revision;
        try {
            whole.undo();
            journal.tell(
                    Event.Severity.WARNING,
                    "server",
                    what + ": what it had written was put back; give the command again if it is still wanted");
        } catch (IOException full) {
            journal.tell(
                    Event.Severity.ERROR,
                    "server",
                    what + ", and what it has left can't be removed (" + full.getMessage()
                            + "): target and secrets are as before it, and no other change is taken until they can be"
                            + " written");
        }
        return undo.get().target(file.read());
    }
}
