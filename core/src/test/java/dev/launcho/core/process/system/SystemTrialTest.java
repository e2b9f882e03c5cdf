package dev.launcho.core.process.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.failure.ServerShortage;
import dev.launcho.core.process.HostFixture;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemTrialTest {
    @Test
    void succeeds_aProgramThatEnds_isItsAnswer() {
        assertThat(SystemTrial.succeeds(List.of("/bin/sh", "-c", ":"), 60)).isTrue();
        assertThat(SystemTrial.succeeds(List.of("/bin/sh", "-c", "exit 3"), 60)).isFalse();
        assertThat(SystemTrial.succeeds(List.of("/nowhere/setpriv"), 60)).isFalse();
    }

    /** Else a server that starts on a busy machine would do without no_new_privs for all its life. */
    @Test
    void succeeds_aProgramThatIsLate_isNoAnswer() {
        List<String> hangs = List.of("/bin/sh", "-c", "exec sleep 600");

        assertThatThrownBy(() -> SystemTrial.succeeds(hangs, 1))
                .isInstanceOfSatisfying(
                        ServerShortage.class,
                        lacking -> assertThat(lacking.kind()).isEqualTo(FailureKind.STOOD_STILL));
        await().atMost(HostFixture.SOON)
                .until(() -> ProcessHandle.current()
                        .children()
                        .noneMatch(
                                child -> child.info().commandLine().orElse("").endsWith("sleep 600")));
    }

    /** As by a kernel without memory, which ends the program or can't load it. */
    @ParameterizedTest
    @ValueSource(strings = {"kill -KILL $$", "exit 127", "exit 126"})
    void succeeds_aProgramThatIsKilled_isNoAnswer(String script) {
        assertThatThrownBy(() -> SystemTrial.succeeds(List.of("/bin/sh", "-c", script), 60))
                .isInstanceOfSatisfying(
                        ServerShortage.class,
                        lacking -> assertThat(lacking.kind()).isEqualTo(FailureKind.NO_MEMORY));
    }
}
