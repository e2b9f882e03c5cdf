package dev.launcho.core.store;

import dev.launcho.core.disk.EffectiveUser;
import dev.launcho.core.disk.FolderTrust;
import dev.launcho.core.disk.Folders;
import dev.launcho.core.event.ServerEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A factory of stores. */
public final class StoreFactory {
    private StoreFactory() {}

    /** Makes the home directory like {@link #prepare(HomeDirectory, Consumer)}, but drops the warnings. */
    public static void prepare(HomeDirectory home) throws IOException {
        prepare(home, above -> {});
    }

    /**
     * Makes the home directory and its folders, 0711 and 0700. An existing home is checked, and keeps its permissions: others
     * may use that folder, too. A server of root's runs programs for all users: its home must lie where only root can change
     * the path.
     *
     * @param warnings receives the folders above the home that another user can change; root's server gets an error instead
     * @throws dev.launcho.core.disk.UntrustedFolder if another user can write to the home, or owns it; for root also if
     *     another user can change where the path leads
     */
    public static void prepare(HomeDirectory home, Consumer<String> warnings) throws IOException {
        if (EffectiveUser.isRoot()) {
            Folders.makeTrusted(home.dir(), "rwx--x--x");
        }
        Folders.makeUsable(home.dir(), "rwx--x--x");
        FolderTrust.of(home.dir())
                .distrust()
                .ifPresent(above -> warnings.accept(
                        above.words() + ", so that somebody else can put another folder in the place of the home"));
        Folders.makeOwn(home.work(), "rwx--x--x");
        for (Path dir : List.of(home.storage(), home.revisions(), home.instances(), home.logs())) {
            Folders.makeOwn(dir, "rwx------");
        }
    }

    /** @param warnings receives a fact for each damaged file */
    public static StateStore files(HomeDirectory home, SecretSeal seal, Consumer<ServerEvent> warnings) {
        return new FileStateStore(home, seal, warnings);
    }
}
