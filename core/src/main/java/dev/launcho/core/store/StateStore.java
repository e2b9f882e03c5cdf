package dev.launcho.core.store;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The port to the persisted state. The reconciler's thread only. A change is on disk when its method returns. */
public interface StateStore {
    SavedState load() throws IOException;

    void save(SavedState state) throws IOException;

    /**
     * Writes a revision, and keeps the values of its secrets for the case that it has to run again.
     *
     * @param values by secret name
     */
    void add(Revision revision, Map<String, String> values) throws IOException;

    /** Removes a revision that was added and did not become the current one; nothing, if it is not there. */
    void withdraw(long number) throws IOException;

    /** Keeps what puts a change back, in the place of what was kept before. */
    void prepare(UndoLog undo) throws IOException;

    /** Returns the undo record, if there is one that was not removed. */
    Optional<UndoLog> prepared();

    /** Removes the undo record that {@link #prepare} has written. */
    void discard() throws IOException;

    Optional<Revision> revision(long number);

    /** Returns the kept revisions, oldest first: the newest 50, and those that a process still runs. */
    List<Revision.Head> history();

    /** Records how the rollout of a revision ended; does nothing if the revision is not kept any more. */
    void ended(long number, Revision.End end) throws IOException;

    /** Returns the value that a secret had, by its fingerprint. */
    Optional<String> secret(String name, String fingerprint);

    /** Returns all values that secrets of kept revisions had, by name. */
    Map<String, Set<String>> secretValues();
}
