package dev.launcho.core.store;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/** State in memory, and a disk that can be full. One thread. */
public final class FakeStateStore implements StateStore {
    public final Map<Long, Revision> revisions = new HashMap<>();
    public SavedState state = SavedState.fresh();
    public boolean full;

    /** Which of its writes are refused, by their number. */
    public IntPredicate refuses = number -> false;

    public int writes;
    private final Map<String, String> secrets = new HashMap<>();
    private Optional<Undo> undo = Optional.empty();

    @Override
    public SavedState load() {
        return state;
    }

    @Override
    public void save(SavedState next) throws IOException {
        write();
        state = next;
    }

    /** To be called before anything is written to this disk, here or by what lies on it beside. */
    public void write() throws IOException {
        if (full | refuses.test(writes++)) {
            throw new IOException("No space left on device");
        }
    }

    @Override
    public void add(Revision revision, Map<String, String> values) throws IOException {
        write();
        revisions.put(revision.number(), revision);
        revision.secrets().forEach((name, print) -> secrets.put(name + " " + print, values.get(name)));
    }

    @Override
    public void prepare(Undo next) throws IOException {
        write();
        undo = Optional.of(next);
    }

    @Override
    public Optional<Undo> prepared() {
        return undo;
    }

    @Override
    public void discard() throws IOException {
        write();
        undo = Optional.empty();
    }

    @Override
    public Optional<Revision> revision(long number) {
        return Optional.ofNullable(revisions.get(number));
    }

    @Override
    public List<Revision.Head> history() {
        return revisions.values().stream()
                .map(Revision::head)
                .sorted(Comparator.comparingLong(Revision.Head::number))
                .toList();
    }

    @Override
    public void ended(long number, Revision.End end) throws IOException {
        write();
        revisions.computeIfPresent(number, (n, r) -> new Revision(r.head().ended(end), r.target()));
    }

    @Override
    public Optional<String> secret(String name, String fingerprint) {
        return Optional.ofNullable(secrets.get(name + " " + fingerprint));
    }
}
