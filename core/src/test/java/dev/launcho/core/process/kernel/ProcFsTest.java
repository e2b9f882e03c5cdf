package dev.launcho.core.process.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.process.HostFixture;
import org.junit.jupiter.api.Test;

class ProcFsTest {
    @Test
    void parse_nameWithParenthesesAndSpaces_countsFieldsFromTheLast() {
        String line = "42 (a) S (b c) R 1 2 3 0 -1 0 0 0 0 0 10 20 3 4 20 0 7 0 98765 0 55";

        assertThat(ProcFs.parse(line)).isEqualTo(new ProcFs.Stat(42, "a) S (b c", 'R', 1, 3, 7, 98765, 37, 55));
    }

    @Test
    void zombie_onlyItsFirstThreadHasEnded_livesOn() {
        String line = "42 (a) Z 1 2 3 0 -1 0 0 0 0 0 10 20 3 4 20 0 %d 0 98765 0 55";

        assertThat(ProcFs.parse(String.format(line, 2)).zombie()).isFalse();
        assertThat(ProcFs.parse(String.format(line, 1)).zombie()).isTrue();
    }

    @Test
    void stat_self_isThere() {
        long pid = ProcessHandle.current().pid();

        assertThat(ProcFs.stat(pid)).hasValueSatisfying(s -> {
            assertThat(s.pid()).isEqualTo(pid);
            assertThat(s.zombie()).isFalse();
            assertThat(s.startTicks()).isPositive();
        });
        assertThat(ProcFs.all()).anyMatch(s -> s.pid() == pid);
    }

    @Test
    void child_ofOneThatHasOne_isThat() throws Exception {
        Process parent = new ProcessBuilder("sh", "-c", "sleep 60 & wait").start();
        try {
            await().atMost(HostFixture.SOON)
                    .until(() -> ProcFs.child(parent.pid()).isPresent());

            assertThat(ProcFs.child(parent.pid()))
                    .contains(parent.toHandle()
                            .children()
                            .findFirst()
                            .orElseThrow()
                            .pid());
        } finally {
            parent.descendants().forEach(ProcessHandle::destroyForcibly);
            parent.destroyForcibly();
        }
    }

    @Test
    void stat_gone_isEmpty() {
        assertThat(ProcFs.stat(Integer.MAX_VALUE)).isEmpty();
        assertThat(ProcFs.hasEnvironment(Integer.MAX_VALUE, "A=b")).isFalse();
        assertThat(ProcFs.child(Integer.MAX_VALUE)).isEmpty();
    }
}
