package dev.launcho.core.reconcile;

import dev.launcho.core.model.Event;
import dev.launcho.core.model.RolloutOutcome;
import dev.launcho.core.store.Revision;
import dev.launcho.core.store.SavedState;
import dev.launcho.core.store.StateStore;
import dev.launcho.core.store.Undo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The saved state as it is now, and its way to the disk. A disk that refuses is tried again with the next change, and each
 * second. The reconciler's thread only.
 */
final class Memory {
    /** Instance numbers are reserved on disk in blocks, so that a launch needs no write of its own. */
    private static final int BLOCK = 100;

    private final StateStore store;
    private final Journal journal;
    private final List<Runnable> onceDone = new ArrayList<>();
    private SavedState state;

    /** What is on disk. */
    private SavedState saved;

    private long nextInstance;
    private boolean failing;

    Memory(StateStore store, Journal journal) throws IOException {
        this.store = store;
        this.journal = journal;
        this.state = store.load();
        this.saved = state;
        this.nextInstance = state.nextInstance();
    }

    SavedState state() {
        return state;
    }

    Optional<Revision> revision(long number) {
        return store.revision(number);
    }

    Optional<String> secret(String name, String fingerprint) {
        return store.secret(name, fingerprint);
    }

    /** On disk when this returns. */
    void add(Revision revision, Map<String, String> secrets) throws IOException {
        store.add(revision, secrets);
        SavedState next = state.withRevision(revision.number());
        store.save(next);
        state = next;
        written();
    }

    /** What puts a change back is on disk when this returns. */
    void prepare(Undo undo) throws IOException {
        store.prepare(undo);
    }

    /** What puts the last change back, if that has not come to its end. */
    Optional<Undo> unfinished() {
        return store.prepared().filter(undo -> undo.revision() > state.revision());
    }

    /** The last change has come to its end. What stays is of no account: the revision that it would undo is the current one. */
    void finished() {
        try {
            store.discard();
        } catch (IOException e) {
            journal.tell(
                    Event.Severity.WARNING,
                    "server",
                    "revisions/undo.json can't be removed, and stays until the next change: " + e.getMessage());
        }
    }

    /** The last change has been put back. */
    void discardUndo() throws IOException {
        store.discard();
    }

    /** Those that are kept, oldest first. */
    List<Revision.Head> history() {
        return store.history();
    }

    /** How the rollout of a revision ended. What went live once did so, whatever a later restart of it comes to. */
    void ended(long number, Revision.End end) {
        Optional<Revision.Head> head =
                store.history().stream().filter(h -> h.number() == number).findFirst();
        if (head.isEmpty() || head.get().end().outcome() == RolloutOutcome.LIVE) {
            return;
        }
        try {
            store.ended(number, end);
        } catch (IOException e) {
            journal.tell(Event.Severity.WARNING, "server", "how revision " + number + " ended can't be written: " + e);
        }
    }

    /**
     * Changes what a user asked to be changed: on disk when this returns.
     *
     * @throws IOException if the disk refuses; then nothing has changed
     */
    void commit(String name, UnaryOperator<SavedState.Process> how) throws IOException {
        SavedState next = state.withProcess(name, how.apply(state.process(name)));
        store.save(next);
        state = next;
        written();
    }

    private void written() {
        saved = state;
        if (failing) {
            failing = false;
            journal.tell(Event.Severity.INFO, "server", "the state directory can be written again");
        }
        List<Runnable> due = List.copyOf(onceDone);
        onceDone.clear();
        due.forEach(Runnable::run);
    }

    /** Whether the disk has less than is known. */
    boolean behind() {
        return failing;
    }

    /** Tries what the disk has refused. */
    void retry() {
        change(same -> same);
    }

    /**
     * Does something once what has run to its end of a process is on disk: at once, where it is. There are no more of these at a
     * time than there are ends.
     */
    void onceDoneIsKept(String process, Runnable what) {
        if (state.process(process).done().equals(saved.process(process).done())) {
            what.run();
        } else {
            onceDone.add(what);
        }
    }

    /** Changes what is known; a disk that refuses is told once, and the change is kept in memory. */
    void change(UnaryOperator<SavedState> how) {
        SavedState next = how.apply(state);
        if (next.equals(state) && !failing) {
            return;
        }
        state = next;
        try {
            store.save(state);
            written();
        } catch (IOException e) {
            if (!failing) {
                failing = true;
                journal.tell(
                        Event.Severity.ERROR,
                        "server",
                        "state can't be saved, a restart of the server would forget the last changes: " + e);
            }
        }
    }

    void process(String name, UnaryOperator<SavedState.Process> how) {
        change(s -> {
            SavedState.Process before = s.process(name);
            SavedState.Process after = how.apply(before);
            return after.equals(before) ? s : s.withProcess(name, after);
        });
    }

    /** Before a clean end: gives back the numbers that were reserved and not used. */
    void settle() {
        change(s -> s.withNextInstance(nextInstance));
    }

    long nextInstance() {
        long number = nextInstance++;
        if (nextInstance >= state.nextInstance()) {
            change(s -> s.withNextInstance(nextInstance + BLOCK));
        }
        return number;
    }
}
