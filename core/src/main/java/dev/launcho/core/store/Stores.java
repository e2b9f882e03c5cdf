package dev.launcho.core.store;

import dev.launcho.core.disk.Folders;
import java.io.IOException;
import java.util.function.Consumer;

/** Makes stores. */
public final class Stores {
    private Stores() {}

    /** Makes the home directory and its folders, 0711 and 0700. */
    public static void prepare(Home home) throws IOException {
        Folders.make(home.dir(), "rwx--x--x");
        Folders.make(home.work(), "rwx--x--x");
        for (var dir : java.util.List.of(home.storage(), home.revisions(), home.instances(), home.logs())) {
            Folders.make(dir, "rwx------");
        }
    }

    /** @param warnings told of state that was damaged */
    public static StateStore files(Home home, Seal seal, Consumer<String> warnings) {
        return new FileStateStore(home, seal, warnings);
    }
}
