package dev.launcho.core.store;

import java.io.IOException;
import java.util.Map;
import java.util.function.IntPredicate;

/** State in memory, and a disk that can be full. One thread. */
public final class FakeStateStore extends StateInMemory {
    /** With a key that is always the same: of the fingerprints of two secrets the first digits could be alike. */
    public SavedState state = new SavedState("home", "5e".repeat(32), 0, 1, Map.of());

    public boolean full;

    /** Which of its writes are refused, by their number. */
    public IntPredicate refuses = number -> false;

    public int writes;

    @Override
    protected void begin() throws IOException {
        write();
    }

    /** To be called before anything is written to this disk, here or by what lies on it beside. */
    public void write() throws IOException {
        if (full | refuses.test(writes++)) {
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
        state = next;
    }

    @Override
    public void add(Revision revision, Map<String, String> values) throws IOException {
        begin();
        revisions.put(revision.number(), revision);
        addSecrets(revision, values);
    }
}
