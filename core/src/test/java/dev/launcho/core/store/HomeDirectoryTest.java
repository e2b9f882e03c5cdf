package dev.launcho.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.launcho.core.disk.EffectiveUser;
import dev.launcho.core.disk.UntrustedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeDirectoryTest {
    private static final int NOBODY = 65_534;

    @TempDir
    Path dir;

    @Test
    void of_flagThenEnvironmentThenUser_inThatOrder() {
        assertThat(HomeDirectory.of("/flag", "/env", "/root").dir()).isEqualTo(Path.of("/flag"));
        assertThat(HomeDirectory.of("", "/env/../var", "/root").dir()).isEqualTo(Path.of("/var"));
        assertThat(HomeDirectory.of("", "", "/root").dir()).isEqualTo(Path.of("/root/.launcho"));
        assertThat(HomeDirectory.of("relative", "", "").dir()).isAbsolute();
    }

    @Test
    void prepare_home_lookedIntoByNobodyElse() throws IOException {
        HomeDirectory home = new HomeDirectory(dir.resolve("deep/home"));
        StoreFactory.prepare(home);
        StoreFactory.prepare(home);

        assertThat(permissions(home.dir())).isEqualTo("rwx--x--x");
        assertThat(permissions(home.work())).isEqualTo("rwx--x--x");
        for (Path folder : new Path[] {home.storage(), home.revisions(), home.instances(), home.logs()}) {
            assertThat(permissions(folder)).as(folder.toString()).isEqualTo("rwx------");
        }
    }

    @Test
    void prepare_homeThatOthersMayWriteTo_isRefusedAndNotChanged() throws IOException {
        HomeDirectory home = new HomeDirectory(Files.createDirectory(dir.resolve("home")));
        Files.setPosixFilePermissions(home.dir(), PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThatThrownBy(() -> StoreFactory.prepare(home))
                .isInstanceOf(UntrustedFolder.class)
                .hasMessageContaining("can be written by other users (rwxrwxrwx)");
        assertThat(permissions(home.dir())).isEqualTo("rwxrwxrwx");
        assertThat(home.dir()).isEmptyDirectory();
    }

    /** The user could put a folder of their own in the place of the home, with a target that runs as root. */
    @Test
    @Tag("attack")
    void prepare_rootsHomeBelowAFolderOfAnotherUser_isRefusedAndNothingIsMade() throws IOException {
        assumeThat(EffectiveUser.isRoot()).as("root only").isTrue();
        Path theirs = Files.createDirectory(dir.resolve("theirs"));
        Files.createDirectory(theirs.resolve("there"));
        Path link = Files.createSymbolicLink(dir.resolve("link"), Files.createDirectory(dir.resolve("ours")));
        for (Path file : new Path[] {theirs, link}) {
            Files.setAttribute(file, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
        }

        for (Path home : new Path[] {theirs.resolve("absent"), theirs.resolve("there"), link.resolve("home")}) {
            assertThatThrownBy(() -> StoreFactory.prepare(new HomeDirectory(home)))
                    .as(home.toString())
                    .isInstanceOf(UntrustedFolder.class);
        }
        assertThat(theirs.resolve("absent")).doesNotExist();
        assertThat(theirs.resolve("there")).isEmptyDirectory();
        assertThat(dir.resolve("ours")).isEmptyDirectory();
    }

    @Test
    void prepare_homeThatIsThere_keepsItsPermissions() throws IOException {
        HomeDirectory home = new HomeDirectory(Files.createDirectory(dir.resolve("home")));
        Path logs = Files.createDirectory(dir.resolve("var-log"));
        for (Path folder : new Path[] {home.dir(), logs, Files.createDirectory(home.storage())}) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.createSymbolicLink(home.logs(), logs);
        StoreFactory.prepare(home);

        assertThat(permissions(home.dir())).isEqualTo("rwxr-xr-x");
        assertThat(permissions(logs)).as("what a link leads to").isEqualTo("rwxr-xr-x");
        assertThat(permissions(home.storage())).as("of an earlier version").isEqualTo("rwx------");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
