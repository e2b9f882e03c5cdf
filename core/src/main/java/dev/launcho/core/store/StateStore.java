package dev.launcho.core.store;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The port to what survives a restart. The reconciler's thread only; what returned is on disk. */
public interface StateStore {
    SavedState load() throws IOException;

    void save(SavedState state) throws IOException;

    /**
     * Writes a revision, with the values of its secrets kept for when it has to run again.
     *
     * @param values by secret name
     */
    void add(Revision revision, Map<String, String> values) throws IOException;

    /** Keeps what puts a change back, in the place of what was kept before. */
    void prepare(Undo undo) throws IOException;

    /** What was kept last, and not removed. */
    Optional<Undo> prepared();

    /** Removes what {@link #prepare} has kept. */
    void discard() throws IOException;

    Optional<Revision> revision(long number);

    /** Those that are kept, oldest first: the newest 50, and those that a process still runs. */
    List<Revision.Head> history();

    /** Writes down how the rollout of a revision ended; nothing, if that is not kept any more. */
    void ended(long number, Revision.End end) throws IOException;

    /** The value that a secret had, by its fingerprint. */
    Optional<String> secret(String name, String fingerprint);
}
