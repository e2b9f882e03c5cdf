package dev.launcho.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalSizeTest {
    @Test
    void read_whatSttyPrints() {
        assertThat(TerminalSize.read("24 80")).contains(new TerminalSize(24, 80));
    }

    @Test
    void read_terminalThatDoesNotKnowItsSize_isEmpty() {
        assertThat(TerminalSize.read("0 0")).isEmpty();
        assertThat(TerminalSize.read("null")).isEmpty();
    }
}
