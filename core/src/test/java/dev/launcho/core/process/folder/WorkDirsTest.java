package dev.launcho.core.process.folder;

import static dev.launcho.core.model.Specs.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.Specs;
import dev.launcho.core.process.system.SystemTools;
import dev.launcho.core.process.system.UserAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("attack")
class WorkDirsTest {
    private static final InstanceId ID = new InstanceId("calm-otter-1");

    @TempDir
    Path dir;

    private WorkDirs work;
    private Path bundle;

    @BeforeEach
    void start() throws IOException {
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx--x--x"));
        bundle = Files.writeString(Files.createDirectory(dir.resolve("storage")).resolve("bundle"), "content");
        work = new WorkDirs(
                dir.resolve("work"), "home", id -> dir.resolve("storage").resolve(id), SystemTools.find(line -> {}));
    }

    /** The Debian package's account has its home where root's server would make directories. */
    @Test
    void shared_folderOfAnotherUser_isNotTaken() throws IOException {
        assumeThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
                .as("root only")
                .isEqualTo(0);
        assertThat(WorkDirs.isOfAnotherUser(dir)).isFalse();
        assertThat(WorkDirs.isOfAnotherUser(dir.resolve("missing"))).isFalse();

        Files.setAttribute(dir, "unix:uid", 65534);

        assertThat(WorkDirs.isOfAnotherUser(dir)).isTrue();
    }

    @Test
    void prepare_fresh_isEmptyAndItsOwnersAlone() throws IOException {
        Path own = prepare(sh("true"));

        assertThat(own).isEqualTo(dir.resolve("work/calm-otter-1")).isEmptyDirectory();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own.getParent())))
                .isEqualTo("rwx--x--x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"app.tar.bz2", "deep/er/app.tar.bz2", "./x", "a/../b"})
    void prepare_resource_isACopyOfItsOwn(String file) throws IOException {
        Path placed = prepare(Specs.resource(sh("true"), "bundle", file))
                .resolve(file)
                .normalize();

        assertThat(placed).hasContent("content");
        Files.writeString(placed, "changed by the instance");
        assertThat(bundle).hasContent("content");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../out", "a/../../out", "/tmp/launcho-out", ".", "a/.."})
    void prepare_resourceOutsideOfTheDirectory_isRefused(String file) {
        assertThatThrownBy(() -> prepare(Specs.resource(sh("true"), "bundle", file)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("leaves the working directory");
        assertThat(dir.resolve("work/out")).doesNotExist();
    }

    @Test
    void prepare_resourceThatIsGone_saysWhatToDo() {
        assertThatThrownBy(() -> prepare(Specs.resource(sh("true"), "absent", "file")))
                .hasMessageContaining("resource absent is not on this server")
                .hasMessageContaining("launcho resource up");
    }

    @Test
    void prepare_cwdGiven_isUsedIfItIsThere() throws IOException {
        Path mine = Files.createDirectory(dir.resolve("mine"));
        assertThat(prepare(Specs.cwd(sh("true"), mine.toString()))).isEqualTo(mine);
        assertThatThrownBy(() ->
                        prepare(Specs.cwd(sh("true"), dir.resolve("absent").toString())))
                .hasMessageContaining("absent is not a directory");
    }

    @Test
    void prepare_otherUser_ownsAllThatIsInIt() throws IOException {
        assumeThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
                .as("root only")
                .isEqualTo(0);
        UserAccount nobody = UserAccount.of("65534", "65534");
        Path own = work.prepare(ID, Specs.resource(sh("true"), "bundle", "a/b/c/file"), nobody);

        for (String file : new String[] {"", "a", "a/b", "a/b/c", "a/b/c/file"}) {
            assertThat(Files.getAttribute(own.resolve(file), "unix:uid", LinkOption.NOFOLLOW_LINKS))
                    .as(file)
                    .isEqualTo(65534);
        }
    }

    @Test
    void remove_readOnlyFoldersAndLinks_allGoes() throws IOException {
        Path own = prepare(sh("true"));
        Path kept = Files.writeString(dir.resolve("kept"), "kept");
        Path locked = Files.createDirectories(own.resolve("node_modules/.bin"));
        Files.writeString(locked.resolve("file"), "x");
        Files.createSymbolicLink(own.resolve("link"), kept);
        Files.createSymbolicLink(own.resolve("dangling"), Path.of("/no/where"));
        Files.createSymbolicLink(own.resolve("folder"), dir.resolve("storage"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
        Files.setPosixFilePermissions(locked.getParent(), PosixFilePermissions.fromString("---------"));
        work.remove(ID);

        assertThat(own).doesNotExist();
        assertThat(kept).hasContent("kept");
        assertThat(bundle).exists();
        work.remove(ID);
    }

    private Path prepare(ProcessSpec spec) throws IOException {
        return work.prepare(ID, spec, UserAccount.of("", ""));
    }
}
