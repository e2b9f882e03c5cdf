package dev.launcho.core.simulation;

import dev.launcho.core.memory.TextFile;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.store.Revision;
import dev.launcho.core.store.SavedState;
import dev.launcho.core.store.StateInMemory;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** What outlives the server: its state, secrets and target file. It can be full. */
final class Disk extends StateInMemory implements TextFile {
    private final Fuse fuse;
    private SavedState state;
    private Optional<String> file = Optional.empty();
    private Map<String, String> secrets = Map.of();
    private boolean full;
    private long refusals;
    private final Flaw flaw;

    Disk(Fuse fuse, long seed, Flaw flaw) {
        this.fuse = fuse;
        this.flaw = flaw;
        String key = String.format("%064x", seed);
        this.state = new SavedState("home", key, 0, 1, Map.of());
    }

    void full(boolean is) {
        full = is || full && refusals > 0 && flaw == Flaw.STAYS_FULL;
    }

    /** How many writes it has refused. */
    long refusals() {
        return refusals;
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

    @Override
    protected void begin() throws IOException {
        fuse.burn();
        if (full) {
            refusals++;
            throw new IOException("No space left on device");
        }
    }

    @Override
    protected void done() {
        fuse.burn();
    }

    @Override
    public SavedState load() {
        return state;
    }

    @Override
    public void save(SavedState next) throws IOException {
        begin();
        state = flaw == Flaw.FORGETS_WHAT_IS_DONE ? withoutDone(next) : next;
        done();
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
        addSecrets(revision, all);
        done();
        if (flaw != Flaw.LOSES_TARGETS) {
            revisions.put(revision.number(), revision);
        }
        done();
    }

    @Override
    public Optional<String> read() {
        return file;
    }

    @Override
    public void write(String text) throws IOException {
        begin();
        file = flaw == Flaw.LOSES_TARGETS ? file : Optional.of(text);
        done();
    }

    void keep(Map<String, String> extra) throws IOException {
        begin();
        secrets = Map.copyOf(extra);
        done();
    }
}
