package dev.launcho.core.reconcile;

import dev.launcho.core.intent.Intent;
import dev.launcho.core.memory.PersistedState;
import dev.launcho.core.memory.TextFile;
import dev.launcho.core.store.SecretStore;
import dev.launcho.core.store.UndoLog;
import java.io.IOException;
import java.util.Optional;

/**
 * A transaction over secrets, target file and revision. A change is made as a whole or not at all, even if the server dies
 * or a write fails. Before the first write, an undo record is on disk. The reconciler's thread only.
 */
final class ChangeTransaction {
    private final PersistedState memory;
    private final SecretStore secrets;
    private final TextFile file;

    ChangeTransaction(PersistedState memory, SecretStore secrets, TextFile file) {
        this.memory = memory;
        this.secrets = secrets;
        this.file = file;
    }

    /** The writes of a change. The last one, of its revision, commits the change. */
    interface Writes {
        Intent make() throws IOException;
    }

    /**
     * @param text content of the target file after the change
     * @throws IOException if a write failed; then nothing has changed
     */
    Intent change(String text, Writes writes) throws IOException {
        undo();
        memory.prepare(new UndoLog(
                memory.state().revision() + 1, secrets.extra(), file.read().orElse(""), text));
        Intent next = madeOrUndone(writes);
        memory.finished();
        return next;
    }

    /**
     * Confirms the current target. If a user has edited the file by hand, that text would count at the next start: it is
     * overwritten, as by any other change.
     *
     * @throws IOException if the write failed
     */
    void stays(String text) throws IOException {
        undo();
        if (!file.read().equals(Optional.of(text))) {
            file.write(text);
        }
    }

    private Intent madeOrUndone(Writes writes) throws IOException {
        try {
            return writes.make();
        } catch (IOException refused) {
            try {
                undo();
            } catch (IOException full) {
                // In memory the change is undone. The next change, or the next start, undoes it on disk.
                refused.addSuppressed(full);
            }
            throw refused;
        }
    }

    /**
     * Undoes the last change if it was not completed. No other change is made before that. Text that a user has written into
     * the target file since then stays.
     */
    void undo() throws IOException {
        Optional<UndoLog> undo = memory.unfinished();
        if (undo.isPresent()) {
            secrets.restore(undo.get().secrets());
            Optional<String> now = file.read();
            Optional<String> before = undo.get().target(now);
            if (!before.equals(now)) {
                file.write(before.orElseThrow());
            }
            memory.discard(undo.get());
        }
    }
}
