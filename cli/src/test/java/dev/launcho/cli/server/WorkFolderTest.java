package dev.launcho.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.launcho.core.disk.EffectiveUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code server.work_dir} may name; it is never changed. */
@Tag("attack")
class WorkFolderTest {
    private static final Path CONFIG = Path.of("/home/launcho-config.yaml");

    @TempDir
    Path dir;

    @Test
    void check_folderThatEverybodyMayWriteTo_isRefusedAndNotChanged() throws Exception {
        Path shared = Files.createDirectory(dir.resolve("shared"));
        assertThat(new ProcessBuilder("chmod", "1777", shared.toString())
                        .start()
                        .waitFor())
                .isZero();

        assertThatThrownBy(() -> WorkFolder.check(CONFIG, shared.toString()))
                .isInstanceOf(ServerSettings.Bad.class)
                .hasMessage(CONFIG + ": server.work_dir: " + shared
                        + " can be written by other users (rwxrwxrwt); name a folder in it that is not there yet, like "
                        + shared + "/launcho");
        assertThat(Files.getAttribute(shared, "unix:mode")).isEqualTo(041777);
        WorkFolder.check(CONFIG, shared + "/launcho");
        assertThat(permissions(shared.resolve("launcho"))).isEqualTo("rwx--x--x");
    }

    @Test
    void check_folderOfTheServers_isTakenAsItIs() throws Exception {
        for (String permissions : new String[] {"rwx------", "rwxr-xr-x", "rwx--x--x"}) {
            Path folder = Files.createDirectory(dir.resolve(permissions));
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
            WorkFolder.check(CONFIG, folder.toString());
            assertThat(permissions(folder)).isEqualTo(permissions);
        }
        WorkFolder.check(CONFIG, "");
    }

    @Test
    void check_folderOfAnotherUserOrBelowOne_isRefusedAndNothingIsMade() throws IOException {
        assumeThat(EffectiveUser.isRoot()).as("root only").isTrue();
        Path theirs = Files.createDirectory(dir.resolve("theirs"));
        Files.setAttribute(theirs, "unix:uid", 65_534);

        for (Path folder : new Path[] {theirs, theirs.resolve("a/b")}) {
            assertThatThrownBy(() -> WorkFolder.check(CONFIG, folder.toString()))
                    .hasMessageContaining("server.work_dir: " + theirs + " belongs to " + Files.getOwner(theirs)
                            + "; name a folder that only root");
        }
        assertThat(theirs).isEmptyDirectory();
    }

    @Test
    void check_fileOrFolderThatCantBeMade_isRefusedWithTheReason() throws IOException {
        Path file = Files.createFile(dir.resolve("file"));

        for (Path folder : new Path[] {file, file.resolve("below")}) {
            assertThatThrownBy(() -> WorkFolder.check(CONFIG, folder.toString()))
                    .isInstanceOf(ServerSettings.Bad.class)
                    .hasMessageContaining("server.work_dir: " + file);
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
