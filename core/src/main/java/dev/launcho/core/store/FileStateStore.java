package dev.launcho.core.store;

import dev.launcho.core.event.ServerEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** A store in files: {@code state.json}, {@code revisions/N.json}, {@code revisions/secrets.json}, {@code revisions/undo.json}. */
final class FileStateStore implements StateStore {
    private static final int KEPT = 50;

    private final StateFile file;
    private final RevisionFiles revisions;
    private final SecretValues values;
    private final UndoFile undoFile;
    private final TreeMap<Long, Revision.Head> heads = new TreeMap<>();
    private Set<Long> inUse = Set.of();
    private Optional<UndoLog> undo = Optional.empty();

    FileStateStore(HomeDirectory home, SecretSeal seal, Consumer<ServerEvent> warnings) {
        this.file = new StateFile(home, seal, warnings);
        this.revisions = new RevisionFiles(home.revisions(), warnings);
        this.values = new SecretValues(home.revisions().resolve("secrets.json"), seal, warnings);
        this.undoFile = new UndoFile(home.revisions().resolve("undo.json"), seal, warnings);
    }

    @Override
    public SavedState load() throws IOException {
        values.check();
        heads.clear();
        for (long number : revisions.numbers()) {
            revisions.readOrSetAside(number).ifPresent(r -> heads.put(number, r.head()));
        }
        SavedState state = file.load(heads.isEmpty() ? 0 : heads.lastKey());
        remember(state);
        undo = undoFile.readOrSetAside();
        return state;
    }

    @Override
    public void save(SavedState state) throws IOException {
        file.save(state);
        remember(state);
    }

    private void remember(SavedState state) {
        Set<Long> used = new TreeSet<>();
        used.add(state.revision());
        state.processes().values().forEach(p -> used.add(p.liveRevision()));
        inUse = used;
    }

    @Override
    public void add(Revision r, Map<String, String> secrets) throws IOException {
        // Values first: a revision must never refer to a value that is not there.
        values.add(r, secrets, kept(r));
        revisions.write(r);
        heads.put(r.number(), r.head());
        prune(r.number());
    }

    /** Returns all revisions that stay beside a new one; empty if one of them can't be read. */
    private Optional<Collection<Revision>> kept(Revision adding) throws IOException {
        List<Revision> kept = new ArrayList<>(List.of(adding));
        for (long number : revisions.numbers()) {
            if (number != adding.number() && !isOld(number, adding.number())) {
                Optional<Revision> revision = revisions.read(number);
                if (revision.isEmpty()) {
                    return Optional.empty();
                }
                kept.add(revision.get());
            }
        }
        return Optional.of(kept);
    }

    private boolean isOld(long number, long newest) {
        return number <= newest - KEPT && !inUse.contains(number);
    }

    @Override
    public void withdraw(long number) throws IOException {
        revisions.remove(number);
        heads.remove(number);
    }

    /** Removes revisions that are neither among the newest nor run by any process. What can't be removed is tried next time. */
    private void prune(long newest) {
        try {
            for (long number : revisions.numbers()) {
                if (isOld(number, newest)) {
                    revisions.remove(number);
                    heads.remove(number);
                }
            }
        } catch (IOException refused) {
            // The new revision is on disk: that is what was asked for.
        }
    }

    @Override
    public void prepare(UndoLog next) throws IOException {
        undoFile.write(next);
        undo = Optional.of(next);
    }

    @Override
    public Optional<UndoLog> prepared() {
        return undo;
    }

    @Override
    public void discard() throws IOException {
        undoFile.remove();
        undo = Optional.empty();
    }

    @Override
    public Optional<Revision> revision(long number) {
        return revisions.read(number);
    }

    @Override
    public List<Revision.Head> history() {
        return List.copyOf(heads.values());
    }

    @Override
    public void ended(long number, Revision.End end) throws IOException {
        Optional<Revision> revision = revisions.readToChange(number);
        if (revision.isPresent()) {
            Revision.Head head = revision.get().head().ended(end);
            heads.put(number, head);
            revisions.write(new Revision(head, revision.get().target()));
        }
    }

    @Override
    public Optional<String> secret(String name, String fingerprint) {
        return values.get(name, fingerprint);
    }

    @Override
    public Map<String, Set<String>> secretValues() {
        return values.all();
    }
}
