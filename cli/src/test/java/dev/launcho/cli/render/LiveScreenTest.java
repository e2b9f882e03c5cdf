package dev.launcho.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LiveScreenTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private LiveScreen screen(Set<Console.Stream> terminals) {
        return new LiveScreen(
                new Console(InputStream.nullInputStream(), out, OutputStream.nullOutputStream(), terminals, Map.of()));
    }

    private String printed() {
        String text = out.toString(StandardCharsets.UTF_8);
        out.reset();
        return text;
    }

    @Test
    void show_onATerminal_isDrawnOverWhatWasThere() {
        LiveScreen screen = screen(Set.of(Console.Stream.OUT));

        screen.show(width -> List.of("of " + width, "b"));
        assertThat(printed()).isEqualTo("\033[2J\033[Hof 80\033[K\nb\033[K\n\033[J");
        screen.show(width -> List.of("c"));
        assertThat(printed()).isEqualTo("\033[Hc\033[K\n\033[J");
        screen.end();
        assertThat(printed()).isEqualTo("\r\033[K");
    }

    @Test
    void show_elsewhere_isWholeAndBelow() {
        LiveScreen screen = screen(Set.of());

        screen.show(width -> List.of("of " + width, "x".repeat(200)));
        screen.show(width -> List.of("c"));
        screen.end();

        assertThat(printed()).isEqualTo("of 0\n" + "x".repeat(200) + "\n\nc\n");
    }

    @Test
    void fitting_moreThanThereIsRoomFor_tellsHowMany() {
        List<String> lines = List.of("one", "two", "three", "four");

        assertThat(LiveScreen.fitting(lines, new TerminalSize(5, 80))).isEqualTo(lines);
        assertThat(LiveScreen.fitting(lines, new TerminalSize(4, 80)))
                .containsExactly("one", "two", "… 2 more lines, there is no room for them");
        assertThat(LiveScreen.fitting(lines, new TerminalSize(1, 8))).containsExactly("… 4 mor…");
    }
}
