package dev.launcho.core.store;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Revisions, secrets of theirs and what undoes a change, in memory. One thread. */
public abstract class StateInMemory implements StateStore {
    public final Map<Long, Revision> revisions = new HashMap<>();
    private final Map<String, String> values = new HashMap<>();
    private Optional<UndoLog> undo = Optional.empty();

    /** Before each write. */
    protected abstract void begin() throws IOException;

    /** After each write. */
    protected void done() {}

    /** A part of adding a revision. */
    protected final void addSecrets(Revision revision, Map<String, String> all) {
        revision.secrets().forEach((name, print) -> values.put(name + " " + print, all.get(name)));
    }

    @Override
    public final void prepare(UndoLog next) throws IOException {
        begin();
        undo = Optional.of(next);
        done();
    }

    @Override
    public final Optional<UndoLog> prepared() {
        return undo;
    }

    @Override
    public final void discard() throws IOException {
        begin();
        undo = Optional.empty();
        done();
    }

    @Override
    public final void withdraw(long number) throws IOException {
        if (revisions.containsKey(number)) {
            begin();
            revisions.remove(number);
            done();
        }
    }

    @Override
    public final Optional<Revision> revision(long number) {
        return Optional.ofNullable(revisions.get(number));
    }

    @Override
    public final List<Revision.Head> history() {
        return revisions.values().stream()
                .map(Revision::head)
                .sorted(Comparator.comparingLong(Revision.Head::number))
                .toList();
    }

    @Override
    public final void ended(long number, Revision.End end) throws IOException {
        begin();
        revisions.computeIfPresent(number, (n, r) -> new Revision(r.head().ended(end), r.target()));
        done();
    }

    @Override
    public final Optional<String> secret(String name, String fingerprint) {
        return Optional.ofNullable(values.get(name + " " + fingerprint));
    }

    @Override
    public final Map<String, Set<String>> secretValues() {
        Map<String, Set<String>> byName = new HashMap<>();
        values.forEach((key, value) -> byName.computeIfAbsent(key.substring(0, key.indexOf(' ')), n -> new HashSet<>())
                .add(value));
        return byName;
    }
}
