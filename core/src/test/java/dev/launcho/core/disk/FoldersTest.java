package dev.launcho.core.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {
    @TempDir
    Path dir;

    @Test
    void make_missing_hasThePermissionsAndKeepsThem() throws IOException {
        Path deep = dir.resolve("a/b");
        for (String permissions : new String[] {"rwxrwx--x", "rwx------"}) {
            Folders.make(deep, permissions);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(deep)))
                    .isEqualTo("rwxrwx--x");
        }
    }

    @Test
    void remove_absent_isDone() throws IOException {
        Folders.remove(dir.resolve("absent"));
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void remove_link_leavesWhatItPointsTo() throws IOException {
        Path kept = Files.createDirectory(dir.resolve("kept"));
        Path link = Files.createSymbolicLink(dir.resolve("link"), kept);
        Folders.remove(link);

        assertThat(kept).isDirectory();
        assertThat(Files.exists(link, java.nio.file.LinkOption.NOFOLLOW_LINKS)).isFalse();
    }
}
