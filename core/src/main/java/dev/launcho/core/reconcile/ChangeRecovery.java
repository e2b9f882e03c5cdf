package dev.launcho.core.reconcile;

import dev.launcho.core.disk.FileFailure;
import dev.launcho.core.event.Event;
import dev.launcho.core.event.ServerEvent;
import dev.launcho.core.memory.EventJournal;
import dev.launcho.core.memory.PersistedState;
import dev.launcho.core.memory.TextFile;
import dev.launcho.core.store.UndoLog;
import java.io.IOException;
import java.util.Optional;

/** The undo of a change that was not completed when the last server ended. The reconciler's thread only. */
final class ChangeRecovery {
    private final PersistedState memory;
    private final ChangeTransaction transaction;
    private final EventJournal journal;

    ChangeRecovery(PersistedState memory, ChangeTransaction transaction, EventJournal journal) {
        this.memory = memory;
        this.transaction = transaction;
        this.journal = journal;
    }

    /**
     * Undoes an unfinished change and returns the text of the target file. If the disk refuses the undo, this is the text
     * that the file should have.
     *
     * @return the text; empty if there is none
     */
    Optional<String> text(TextFile file) throws IOException {
        Optional<UndoLog> undo = memory.unfinished();
        if (undo.isEmpty()) {
            return file.read();
        }
        long revision = undo.get().revision();
        try {
            transaction.undo();
            journal.tell(Event.Severity.WARNING, "server", new ServerEvent.ChangeUndone(revision, ""));
        } catch (IOException full) {
            journal.tell(
                    Event.Severity.ERROR, "server", new ServerEvent.ChangeUndone(revision, FileFailure.words(full)));
        }
        return undo.get().target(file.read());
    }
}
