package dev.launcho.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    private static Console console(Set<Console.Stream> terminals, Map<String, String> environment) {
        return new Console(
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                terminals,
                environment);
    }

    @Test
    void width_piped_isAny() {
        assertThat(console(Set.of(), Map.of("COLUMNS", "40")).width()).isZero();
    }

    @Test
    void width_onATerminal_isColumnsOr80() {
        Set<Console.Stream> out = Set.of(Console.Stream.OUT);

        assertThat(console(out, Map.of("COLUMNS", "132")).width()).isEqualTo(132);
        assertThat(console(out, Map.of()).width()).isEqualTo(80);
        assertThat(console(out, Map.of("COLUMNS", "wide")).width()).isEqualTo(80);
    }

    @Test
    void paint_onlyOnATerminalThatWantsIt() {
        Set<Console.Stream> out = Set.of(Console.Stream.OUT);

        assertThat(console(out, Map.of()).paint(Console.Stream.OUT).on()).isTrue();
        assertThat(console(out, Map.of()).paint(Console.Stream.ERR).on()).isFalse();
        assertThat(console(out, Map.of("NO_COLOR", "1"))
                        .paint(Console.Stream.OUT)
                        .on())
                .isFalse();
        assertThat(console(out, Map.of("NO_COLOR", ""))
                        .paint(Console.Stream.OUT)
                        .on())
                .isTrue();
        assertThat(console(out, Map.of("TERM", "dumb"))
                        .paint(Console.Stream.OUT)
                        .on())
                .isFalse();
    }
}
