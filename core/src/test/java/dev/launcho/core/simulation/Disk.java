package dev.launcho.core.simulation;

import dev.launcho.core.model.ProcessState;
import dev.launcho.core.reconcile.TextFile;
import dev.launcho.core.store.Revision;
import dev.launcho.core.store.SavedState;
import dev.launcho.core.store.StateStore;
import dev.launcho.core.store.Undo;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What outlives the server: its state, secrets and target file. It can be full. */
final class Disk implements StateStore, TextFile {
    private final Fuse fuse;
    private final Map<Long, Revision> revisions = new HashMap<>();
    private final Map<String, String> values = new HashMap<>();
    private Optional<Undo> undo = Optional.empty();
    private SavedState state;
    private Optional<String> file = Optional.empty();
    private Map<String, String> secrets = Map.of();
    private boolean full;
    private final Flaw flaw;

    /** What a test plants. */
    enum Flaw {
        NONE,
        /** It says that it has written targets, and has not. */
        LIES,
        /** It does not keep what has run to its end. */
        FORGETS_WHAT_IS_DONE
    }

    Disk(Fuse fuse, long seed, Flaw flaw) {
        this.fuse = fuse;
        this.flaw = flaw;
        String key = String.format("%064x", seed);
        this.state = new SavedState("home", key, 0, 1, Map.of());
    }

    void full(boolean is) {
        full = is;
    }

    boolean full() {
        return full;
    }

    /** By hand, while no server is there. */
    void edit(String text) {
        file = Optional.of(text);
    }

    Map<String, String> secrets() {
        return secrets;
    }

    /** Before something is written. */
    private void begin() throws IOException {
        fuse.burn();
        if (full) {
            throw new IOException("No space left on device");
        }
    }

    @Override
    public SavedState load() {
        return state;
    }

    @Override
    public void save(SavedState next) throws IOException {
        begin();
        state = flaw == Flaw.FORGETS_WHAT_IS_DONE ? withoutDone(next) : next;
        fuse.burn();
    }

    private static SavedState withoutDone(SavedState s) {
        SavedState less = s;
        for (String name : s.processes().keySet()) {
            less = less.withProcess(name, s.process(name).as(ProcessState.initial(name)));
        }
        return less;
    }

    @Override
    public void add(Revision revision, Map<String, String> all) throws IOException {
        begin();
        revision.secrets().forEach((name, print) -> values.put(name + " " + print, all.get(name)));
        fuse.burn();
        if (flaw != Flaw.LIES) {
            revisions.put(revision.number(), revision);
        }
        fuse.burn();
    }

    @Override
    public void prepare(Undo next) throws IOException {
        begin();
        undo = Optional.of(next);
        fuse.burn();
    }

    @Override
    public Optional<Undo> prepared() {
        return undo;
    }

    @Override
    public void discard() throws IOException {
        begin();
        undo = Optional.empty();
        fuse.burn();
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
        begin();
        revisions.computeIfPresent(number, (n, r) -> new Revision(r.head().ended(end), r.target()));
        fuse.burn();
    }

    @Override
    public Optional<Revision> revision(long number) {
        return Optional.ofNullable(revisions.get(number));
    }

    @Override
    public Optional<String> secret(String name, String fingerprint) {
        return Optional.ofNullable(values.get(name + " " + fingerprint));
    }

    @Override
    public Optional<String> read() {
        return file;
    }

    @Override
    public void write(String text) throws IOException {
        begin();
        file = flaw == Flaw.LIES ? file : Optional.of(text);
        fuse.burn();
    }

    void keep(Map<String, String> extra) throws IOException {
        begin();
        secrets = Map.copyOf(extra);
        fuse.burn();
    }
}
