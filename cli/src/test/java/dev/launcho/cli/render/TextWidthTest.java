package dev.launcho.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextWidthTest {
    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "web, 3",
        "grün, 4",
        "接続, 4",
        "ｗ, 2",
        "한글, 4",
        "🚨, 2",
        "● ✗ ◌ └ …, 9",
        "e\u0301, 1",
        "\u200B, 0",
        "'\033[32mweb\033[0m', 3"
    })
    void of_text_isTheColumnsThatItTakes(String text, int width) {
        assertThat(TextWidth.of(text)).isEqualTo(width);
    }

    @ParameterizedTest
    @CsvSource({
        "mailer, 6, mailer",
        "mailer, 5, mail…",
        "mailer, 1, …",
        "mailer, 0, mailer",
        "接続中, 6, 接続中",
        "接続中, 5, 接続…",
        "接続中, 4, 接…",
        "e\u0301e\u0301e\u0301, 2, e\u0301…"
    })
    void cut_text_fits(String text, int width, String cut) {
        assertThat(TextWidth.cut(text, width)).isEqualTo(cut);
    }

    @Test
    void cut_coloured_endsItsColour() {
        assertThat(TextWidth.cut("a \033[31mmailer\033[0m b", 5)).isEqualTo("a \033[31mma…\033[0m");
    }

    @Test
    void cut_colourThatIsCutItself_isNotTakenForText() {
        assertThat(TextWidth.of("ab\033[3")).isEqualTo(2);
        assertThat(TextWidth.cut("abc\033[3", 2)).isEqualTo("a…");
    }
}
