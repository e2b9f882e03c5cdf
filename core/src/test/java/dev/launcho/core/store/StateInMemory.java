package dev.launcho.core.store;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Revisions, secrets of theirs and what undoes a change, in memory. One thread. */
public abstract class StateInMemory implements StateStore {
    public final Map<Long, Revision> revisions = new HashMap<>();
    private final Map<String, String> values = new HashMap<>();
    private Optional<Undo> undo = Optional.empty();

    /** Before each write. */
    protected abstract void begin() throws IOException;

    /** After each write. */
    protected void done() {}

    /** A part of adding a revision. */
    protected final void addSecrets(Revision revision, Map<String, String> all) {
        revision.secrets().forEach((name, print) -> values.put(name + " " + print, all.get(name)));
    }

    @Override
    public final void prepare(Undo next) throws IOException {
        begin();
        undo = Optional.of(next);
        done();
    }

    @Override
    public final Optional<Undo> prepared() {
        return undo;
    }

    @Override
    public final void discard() throws IOException {
        begin();
        undo = Optional.empty();
        done();
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
}
