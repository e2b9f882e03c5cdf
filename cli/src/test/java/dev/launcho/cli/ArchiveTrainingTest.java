package dev.launcho.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTrainingTest {
    @TempDir
    Path directory;

    @Test
    void main_onThisJdk_endsWellInSilenceAndCleansUp() throws Exception {
        Process rehearsal = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + directory,
                        "-cp",
                        System.getProperty("java.class.path"),
                        ArchiveTraining.class.getName())
                .redirectErrorStream(true)
                .start();

        assertThat(rehearsal.getInputStream().readAllBytes())
                .asString(StandardCharsets.UTF_8)
                .isEmpty();
        assertThat(rehearsal.waitFor()).isZero();
        assertThat(directory).isEmptyDirectory();
    }
}
