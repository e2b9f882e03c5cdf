package dev.launcho.core.store;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is put back if a change that takes more than one write does not come to its end.
 *
 * @param revision that the change makes: it has come to its end once this is the current one
 * @param secrets those that were set at run time, all of them, as they were before
 * @param target the text of the target file, as it was before; empty if there was none
 * @param next the text that the change gives it: any other one was not written by the change, and stays
 */
public record Undo(long revision, Map<String, String> secrets, String target, String next) {
    public Undo {
        secrets = Collections.unmodifiableMap(new TreeMap<>(secrets));
    }

    /** What is to be in the target file, of which this is the text now. */
    public Optional<String> target(Optional<String> now) {
        return now.equals(Optional.of(next)) ? Optional.of(target) : now;
    }

    /** Without the values of secrets. */
    @Override
    public String toString() {
        return "Undo[revision=" + revision + ", secrets=" + secrets.keySet() + "]";
    }
}
