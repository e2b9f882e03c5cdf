package dev.launcho.core.process.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgramOutputTest {
    @Test
    void of_moreThanAPipeHolds_isAllOfIt() {
        assertThat(ProgramOutput.of(List.of("/bin/sh", "-c", "head -c 300000 /dev/zero | tr '\\0' x"), 30))
                .hasValueSatisfying(output -> assertThat(output).hasSize(300_000));
    }

    @Test
    void of_aProgramThatHangs_isEndedInTime() {
        assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> assertThat(ProgramOutput.of(List.of("/bin/sh", "-c", "echo begun; exec sleep 600"), 1))
                        .isEmpty());
    }

    @Test
    void of_aProgramThatLeavesOneBehind_isNotWaitedFor() {
        String left = assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> ProgramOutput.of(List.of("/bin/sh", "-c", "sleep 600 & echo $!"), 600)
                        .orElseThrow());

        assertThat(ProcessHandle.of(Long.parseLong(left.strip())))
                .hasValueSatisfying(sleep -> assertThat(sleep.destroyForcibly()).isTrue());
    }

    @Test
    void of_aProgramThatPrintsWithoutEnd_isEndedInTime() {
        assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> assertThat(ProgramOutput.of(List.of("/bin/sh", "-c", "exec yes"), 1))
                        .isEmpty());
    }

    @Test
    void of_aProgramThatIsNotThere_isEmpty() {
        assertThat(ProgramOutput.of(List.of("/nowhere/getent"), 1)).isEmpty();
    }
}
