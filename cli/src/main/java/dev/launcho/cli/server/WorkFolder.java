package dev.launcho.cli.server;

import dev.launcho.core.disk.FileFailure;
import dev.launcho.core.disk.Folders;
import dev.launcho.core.disk.UntrustedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The folder that {@code server.work_dir} names. An existing folder is checked, but never changed. */
final class WorkFolder {
    private WorkFolder() {}

    /**
     * Makes the folder if it is missing, and checks that the server can trust it and write to it.
     *
     * @param config the file that names the folder
     * @param folder empty if the home's own folder is used
     */
    static void check(Path config, String folder) throws ServerSettings.Bad {
        if (folder.isEmpty()) {
            return;
        }
        String lead = config + ": server.work_dir: ";
        try {
            Path made = Folders.makeTrusted(Path.of(folder), "rwx--x--x");
            if (!Files.isWritable(made)) {
                throw new ServerSettings.Bad(
                        List.of(lead + "the server can't write to " + made + "; name another folder"));
            }
        } catch (UntrustedFolder e) {
            throw new ServerSettings.Bad(
                    List.of(lead + e.distrust().words() + "; " + e.distrust().advice()));
        } catch (IOException e) {
            throw new ServerSettings.Bad(List.of(lead + FileFailure.words(e)));
        }
    }
}
