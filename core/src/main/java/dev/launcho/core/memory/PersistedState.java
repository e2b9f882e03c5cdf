package dev.launcho.core.memory;

import dev.launcho.core.disk.FileFailure;
import dev.launcho.core.event.Event;
import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.event.ServerEvent;
import dev.launcho.core.event.ServerEvent.StorageFailed.Attempt;
import dev.launcho.core.store.Revision;
import dev.launcho.core.store.SavedState;
import dev.launcho.core.store.StateStore;
import dev.launcho.core.store.UndoLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * The persisted state and its writer. A failed write is tried again with the next change, and each second. The
 * reconciler's thread only.
 */
public final class PersistedState {
    /** Instance numbers are reserved on disk in blocks, so that a launch needs no write of its own. */
    private static final int BLOCK = 100;

    private final StateStore store;
    private final EventJournal journal;
    private final List<Runnable> onceDone = new ArrayList<>();
    private SavedState state;

    /** The state on disk. */
    private SavedState saved;

    /** Ends of revisions that could not be written yet, by revision: at most as many as the store keeps revisions. */
    private final Map<Long, Revision.End> unsavedEnds = new TreeMap<>();

    private long nextInstance;
    private boolean failing;

    public PersistedState(StateStore store, EventJournal journal) throws IOException {
        this.store = store;
        this.journal = journal;
        this.state = store.load();
        this.saved = state;
        this.nextInstance = state.nextInstance();
    }

    public SavedState state() {
        return state;
    }

    /** Empty also of one that a change has written which was not made. */
    public Optional<Revision> revision(long number) {
        return number > state.revision() ? Optional.empty() : store.revision(number);
    }

    public Optional<String> secret(String name, String fingerprint) {
        return store.secret(name, fingerprint);
    }

    /** Adds a revision; it is on disk when this returns. */
    public void add(Revision revision, Map<String, String> secrets) throws IOException {
        store.add(revision, secrets);
        SavedState next = state.withRevision(revision.number());
        store.save(next);
        state = next;
        written();
    }

    /** Saves the undo record of a change; it is on disk when this returns. */
    public void prepare(UndoLog undo) throws IOException {
        store.prepare(undo);
    }

    /** Returns the undo record of the last change, if that was not completed. */
    public Optional<UndoLog> unfinished() {
        return store.prepared().filter(undo -> undo.revision() > state.revision());
    }

    /** Drops the undo record of a completed change. If it can't be removed, it is ignored: its revision is the current one. */
    public void finished() {
        try {
            store.discard();
        } catch (IOException e) {
            journal.tell(
                    Event.Severity.WARNING,
                    "server",
                    new ServerEvent.StorageFailed(
                            "revisions/undo.json",
                            Attempt.REMOVE,
                            FileFailure.reason(e),
                            "stays until the next change"));
        }
    }

    /** Removes the revision of a change that was undone, then the undo record. The rest of the change is undone before. */
    public void discard(UndoLog undo) throws IOException {
        store.withdraw(undo.revision());
        store.discard();
    }

    /** Returns the kept revisions, oldest first, without the revision of a change that was not completed. */
    public List<Revision.Head> history() {
        return store.history().stream()
                .filter(head -> head.number() <= state.revision())
                .map(head -> Optional.ofNullable(unsavedEnds.get(head.number()))
                        .map(head::ended)
                        .orElse(head))
                .toList();
    }

    /**
     * Records how the rollout of a revision ended. A revision that went live stays so, whatever becomes of a later restart. If
     * the write fails, the end is kept in memory.
     */
    public void ended(long number, Revision.End end) {
        Optional<Revision.Head> head =
                history().stream().filter(h -> h.number() == number).findFirst();
        if (head.isEmpty() || head.get().end().outcome() == RolloutOutcome.LIVE) {
            return;
        }
        unsavedEnds.put(number, end);
        try {
            writeEnds();
        } catch (IOException e) {
            refused(e);
        }
    }

    /** One that can't be written keeps no other from being written. */
    private void writeEnds() throws IOException {
        Optional<IOException> first = Optional.empty();
        for (long number : List.copyOf(unsavedEnds.keySet())) {
            try {
                store.ended(number, unsavedEnds.get(number));
                unsavedEnds.remove(number);
            } catch (IOException refused) {
                first = first.or(() -> Optional.of(refused));
            }
        }
        if (first.isPresent()) {
            throw first.get();
        }
    }

    /**
     * Makes a change that a user asked for; it is on disk when this returns.
     *
     * @throws IOException if it can't be written; then nothing has changed
     */
    public void commit(String name, UnaryOperator<SavedState.Process> how) throws IOException {
        SavedState next = state.withProcess(name, how.apply(state.process(name)));
        store.save(next);
        state = next;
        written();
    }

    private void written() {
        saved = state;
        try {
            writeEnds();
            if (failing) {
                failing = false;
                journal.tell(Event.Severity.INFO, "server", new ServerEvent.StateDirectory(""));
            }
        } catch (IOException e) {
            refused(e);
        }
        List<Runnable> due = List.copyOf(onceDone);
        onceDone.clear();
        due.forEach(Runnable::run);
    }

    /** Only the first failure in a row is reported. */
    private void refused(IOException e) {
        if (!failing) {
            failing = true;
            journal.tell(Event.Severity.ERROR, "server", new ServerEvent.StateDirectory(e.toString()));
        }
    }

    /** Returns whether a write failed, so that the disk lacks changes or the end of a revision. */
    public boolean behind() {
        return failing;
    }

    /** Tries a failed write again. */
    public void retry() {
        change(same -> same);
    }

    /**
     * Runs an action once the completed slots of a process are on disk, or at once if they are. At most one action waits for
     * each end of an instance.
     */
    public void onceDoneIsKept(String process, Runnable what) {
        if (state.process(process).done().equals(saved.process(process).done())) {
            what.run();
        } else {
            onceDone.add(what);
        }
    }

    /** Changes the state. If the write fails, the change is kept in memory. */
    public void change(UnaryOperator<SavedState> how) {
        SavedState next = how.apply(state);
        if (next.equals(state) && !failing) {
            return;
        }
        state = next;
        try {
            store.save(state);
            written();
        } catch (IOException e) {
            refused(e);
        }
    }

    public void process(String name, UnaryOperator<SavedState.Process> how) {
        processes(List.of(name), (any, before) -> how.apply(before));
    }

    /** Changes the state of several processes, in one write. */
    public void processes(Collection<String> names, BiFunction<String, SavedState.Process, SavedState.Process> how) {
        change(s -> {
            SavedState all = s;
            for (String name : names) {
                SavedState.Process before = s.process(name);
                SavedState.Process after = how.apply(name, before);
                all = after.equals(before) ? all : all.withProcess(name, after);
            }
            return all;
        });
    }

    /** Gives back the reserved numbers that were not used. To be called before a clean end. */
    public void settle() {
        change(s -> s.withNextInstance(nextInstance));
    }

    public long nextInstance() {
        long number = nextInstance++;
        if (nextInstance >= state.nextInstance()) {
            change(s -> s.withNextInstance(nextInstance + BLOCK));
        }
        return number;
    }
}
