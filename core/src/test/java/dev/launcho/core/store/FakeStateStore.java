package dev.launcho.core.store;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** State in memory, and a disk that can be full. One thread. */
public final class FakeStateStore implements StateStore {
    public final Map<Long, Revision> revisions = new HashMap<>();
    public SavedState state = SavedState.fresh();
    public boolean full;
    private final Map<String, String> secrets = new HashMap<>();

    @Override
    public SavedState load() {
        return state;
    }

    @Override
    public void save(SavedState next) throws IOException {
        refuseIfFull();
        state = next;
    }

    private void refuseIfFull() throws IOException {
        if (full) {
            throw new IOException("No space left on device");
        }
    }

    @Override
    public void add(Revision revision, Map<String, String> values) throws IOException {
        refuseIfFull();
        revisions.put(revision.number(), revision);
        revision.secrets().forEach((name, print) -> secrets.put(name + " " + print, values.get(name)));
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
        refuseIfFull();
        revisions.computeIfPresent(number, (n, r) -> new Revision(r.head().ended(end), r.target()));
    }

    @Override
    public Optional<String> secret(String name, String fingerprint) {
        return Optional.ofNullable(secrets.get(name + " " + fingerprint));
    }
}
