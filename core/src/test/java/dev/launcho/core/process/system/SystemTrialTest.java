package dev.launcho.core.process.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SystemTrialTest {
    @Test
    void succeeds_aProgramThatEnds_isItsAnswer() throws IOException {
        assertThat(SystemTrial.succeeds(List.of("/bin/sh", "-c", ":"), 60)).isTrue();
        assertThat(SystemTrial.succeeds(List.of("/bin/sh", "-c", "exit 3"), 60)).isFalse();
        assertThat(SystemTrial.succeeds(List.of("/nowhere/setpriv"), 60)).isFalse();
    }

    /** Else a server that starts on a busy machine would do without no_new_privs for all its life. */
    @Test
    void succeeds_aProgramThatIsLate_isNoAnswer() {
        List<String> hangs = List.of("/bin/sh", "-c", "exec sleep 600");

        assertThatThrownBy(() -> SystemTrial.succeeds(hangs, 1))
                .isInstanceOf(IOException.class)
                .hasMessage("/bin/sh did not end in 1 s, so it is unknown what it can do here;"
                        + " try again when the machine has less to do");
        assertThat(ProcessHandle.current().children().map(child -> child.info().commandLine()))
                .doesNotContain(Optional.of("/bin/sleep 600"), Optional.of("sleep 600"));
    }
}
