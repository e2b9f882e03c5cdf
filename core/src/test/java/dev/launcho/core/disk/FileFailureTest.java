package dev.launcho.core.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFailureTest {
    /** As a system in German has it: what is said must not come from it. */
    private static final IOException GERMAN = new IOException("Auf dem Gerät ist kein Speicherplatz mehr verfügbar");

    @TempDir
    Path folder;

    private final List<Path> mounts = new ArrayList<>();

    private Path disk(String options) throws Exception {
        Path mount = Files.createDirectories(folder.resolve("disk" + mounts.size()));
        boolean mounted = new ProcessBuilder("mount", "-t", "tmpfs", "-o", options, "launcho-test", mount.toString())
                        .start()
                        .waitFor()
                == 0;
        assumeTrue(mounted, "this user may not mount a small disk");
        mounts.add(mount);
        return mount;
    }

    @AfterEach
    void unmount() throws Exception {
        for (Path mount : mounts) {
            new ProcessBuilder("umount", "--lazy", mount.toString()).start().waitFor();
        }
    }

    @Test
    void write_diskIsFull_isThatInEveryLanguage() throws Exception {
        Path disk = disk("size=256k");
        Path file = disk.resolve("state.json");

        IOException failure =
                catchThrowableOfType(IOException.class, () -> AtomicFiles.write(file, new byte[512 << 10]));

        assertThat(failure).isInstanceOf(DiskFull.class);
        assertThat(FileFailure.words(failure)).isEqualTo(file + ": no space is left on its disk");
        assertThat(FileFailure.reason(failure)).isEqualTo("no space is left on its disk");
        assertThat(Files.list(disk)).as("what was written of it is gone").isEmpty();
    }

    @Test
    void writing_textOfTheSystemInGerman_isJudgedByTheDisk() throws Exception {
        Path full = disk("size=32k");
        Path roomy = disk("size=4m");

        assertThat(FileFailure.writing(full.resolve("x"), GERMAN)).isInstanceOf(DiskFull.class);
        assertThat(FileFailure.writing(roomy.resolve("x/y/z"), GERMAN)).isSameAs(GERMAN);
        assertThat(FileFailure.writing(roomy.resolve("x"), GERMAN, 8 << 20))
                .as("less room than was needed")
                .isInstanceOf(DiskFull.class);
        IOException denied = new AccessDeniedException("x");
        assertThat(FileFailure.writing(full.resolve("x"), denied)).isSameAs(denied);
    }

    @Test
    void make_noInodeIsLeft_isThat() throws Exception {
        Path disk = disk("size=4m,nr_inodes=2");
        Files.createFile(disk.resolve("last"));

        assertThatThrownBy(() -> Folders.make(disk.resolve("a/b"), "rwx------"))
                .isInstanceOf(DiskFull.class)
                .hasMessageEndingWith("no more files fit on its disk (df -i)");
    }

    @Test
    void words_classesOfJava_areInEnglish() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        Path absent = folder.resolve("absent");

        assertThat(FileFailure.words(catchThrowableOfType(NoSuchFileException.class, () -> Files.readString(absent))))
                .isEqualTo(absent + ": no such file or folder");
        assertThat(FileFailure.words(
                        catchThrowableOfType(DirectoryNotEmptyException.class, () -> Files.delete(folder))))
                .isEqualTo(folder + ": the folder is not empty");
        assertThat(FileFailure.words(new AccessDeniedException("x"))).isEqualTo("x: permission denied");
        assertThat(FileFailure.words(
                        catchThrowableOfType(FileSystemException.class, () -> Files.readString(file.resolve("below")))))
                .isEqualTo(file + "/below: " + file + " is not a folder");
    }

    @Test
    void words_nameTooLong_isSeenWithoutTheSystemsText() {
        Path file = folder.resolve("ü".repeat(130));

        FileSystemException failure =
                catchThrowableOfType(FileSystemException.class, () -> Files.writeString(file, ""));

        assertThat(FileFailure.words(failure)).isEqualTo(file + ": the name is longer than 255 bytes");
    }

    @Test
    void words_readOnlyFileSystem_isSeenWithoutTheSystemsText() throws Exception {
        Path disk = disk("size=256k,ro");

        FileSystemException failure =
                catchThrowableOfType(FileSystemException.class, () -> Files.createFile(disk.resolve("x")));

        assertThat(FileFailure.words(failure)).isEqualTo(disk.resolve("x") + ": its file system is read-only");
    }

    @Test
    void words_unknownKind_areTheSystems() {
        assertThat(FileFailure.words(GERMAN)).isEqualTo(GERMAN.getMessage());
        assertThat(FileFailure.words(new IOException())).isEqualTo("java.io.IOException");
    }
}
