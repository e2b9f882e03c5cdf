package dev.launcho.core.store;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The undo record of a change that takes more than one write: the contents to restore if the change is not completed.
 *
 * @param revision that the change makes; the change is completed once this is the current revision
 * @param secrets all that were set at run time, as they were before
 * @param target the text of the target file, as it was before; empty if there was none
 * @param next the text that the change gives the file; any other text was not written by the change, and stays
 */
public record UndoLog(long revision, Map<String, String> secrets, String target, String next) {
    public UndoLog {
        secrets = Collections.unmodifiableMap(new TreeMap<>(secrets));
    }

    /** Returns the text that the target file should have after the undo, from the text that it has now. */
    public Optional<String> target(Optional<String> now) {
        return now.equals(Optional.of(next)) ? Optional.of(target) : now;
    }

    /** Leaves out the values of secrets. */
    @Override
    public String toString() {
        return "Undo[revision=" + revision + ", secrets=" + secrets.keySet() + "]";
    }
}
