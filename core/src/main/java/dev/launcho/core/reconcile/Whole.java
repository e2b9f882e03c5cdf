package dev.launcho.core.reconcile;

import dev.launcho.core.store.Secrets;
import dev.launcho.core.store.Undo;
import java.io.IOException;
import java.util.Optional;

/**
 * Changes of secrets, target file and revision that are made as a whole or not at all, whatever ends the server or refuses in
 * between: before the first write, what would put all of it back is on disk. The reconciler's thread only.
 */
final class Whole {
    private final Memory memory;
    private final Secrets secrets;
    private final TextFile file;

    Whole(Memory memory, Secrets secrets, TextFile file) {
        this.memory = memory;
        this.secrets = secrets;
        this.file = file;
    }

    /** The writes of a change; the last is that of its revision, which settles it. */
    interface Writes {
        Intent make() throws IOException;
    }

    /**
     * @param text what the target file holds after it
     * @throws IOException if one of them was refused; then nothing has changed
     */
    Intent change(String text, Writes writes) throws IOException {
        undo();
        memory.prepare(new Undo(
                memory.state().revision() + 1, secrets.extra(), file.read().orElse(""), text));
        Intent next = madeOrUndone(writes);
        memory.finished();
        return next;
    }

    private Intent madeOrUndone(Writes writes) throws IOException {
        try {
            return writes.make();
        } catch (IOException refused) {
            try {
                undo();
            } catch (IOException full) {
                // In memory it is undone. On disk it is with the next change, or at the next start.
                refused.addSuppressed(full);
            }
            throw refused;
        }
    }

    /**
     * Puts back what the last change has left, if that did not come to its end. Any other change has to wait for it. What a
     * user has written into the target file since then stays.
     */
    void undo() throws IOException {
        Optional<Undo> undo = memory.unfinished();
        if (undo.isPresent()) {
            secrets.restore(undo.get().secrets());
            Optional<String> now = file.read();
            Optional<String> before = undo.get().target(now);
            if (!before.equals(now)) {
                file.write(before.orElseThrow());
            }
            memory.discardUndo();
        }
    }
}
