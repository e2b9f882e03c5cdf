package dev.launcho.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcFsTest {
    @Test
    void parse_nameWithParenthesesAndSpaces_countsFieldsFromTheLast() {
        String line = "42 (a) S (b c) R 1 2 3 0 -1 0 0 0 0 0 10 20 3 4 20 0 1 0 98765 0 55";

        assertThat(ProcFs.parse(line)).isEqualTo(new ProcFs.Stat(42, "a) S (b c", 'R', 1, 3, 98765, 37, 55));
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
    void stat_gone_isEmpty() {
        assertThat(ProcFs.stat(Integer.MAX_VALUE)).isEmpty();
        assertThat(ProcFs.hasEnvironment(Integer.MAX_VALUE, "A=b")).isFalse();
        assertThat(ProcFs.sockets(Integer.MAX_VALUE)).isEmpty();
    }
}
