package dev.launcho.core.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
    @TempDir
    Path dir;

    @Test
    void write_newFile_isItsOwnersAlone() throws IOException {
        Path file = dir.resolve("state.json");
        AtomicFiles.write(file, "grün");

        assertThat(file).hasContent("grün");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void write_overAnother_replacesItWhole() throws IOException {
        Path file = Files.writeString(dir.resolve("state.json"), "something much longer than what comes");
        AtomicFiles.write(file, "short");

        assertThat(file).hasContent("short");
        assertThat(dir).isDirectoryContaining("glob:**state.json").isNotEmptyDirectory();
        assertThat(dir.toFile().list()).containsExactly("state.json");
    }

    @Test
    void write_leftOverOfACrash_isNoObstacle() throws IOException {
        Files.writeString(dir.resolve(".state.json.tmp"), "half");
        AtomicFiles.write(dir.resolve("state.json"), "whole");

        assertThat(dir.toFile().list()).containsExactly("state.json");
    }

    @Test
    void write_canNotBeRenamed_leavesTheOldAndNoPartialFile() throws IOException {
        Path taken = Files.createDirectories(dir.resolve("state.json/in-use"));

        assertThatThrownBy(() -> AtomicFiles.write(dir.resolve("state.json"), "text"))
                .isInstanceOf(IOException.class);
        assertThat(taken).isDirectory();
        assertThat(dir.toFile().list()).containsExactly("state.json");
    }

    @Test
    void write_folderIsGone_isAnIoException() {
        assertThatThrownBy(() -> AtomicFiles.write(dir.resolve("gone/state.json"), "text"))
                .isInstanceOf(IOException.class);
    }
}
