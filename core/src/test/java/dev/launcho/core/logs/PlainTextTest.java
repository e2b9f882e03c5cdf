package dev.launcho.core.logs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainTextTest {
    @ParameterizedTest
    @CsvSource({
        "no database, no database",
        "接続 🚨 é, 接続 🚨 é",
        "'\033[31mred\033[0m', red",
        "'\033[2J\033[Hgone', gone",
        "'\u009B31mred', red",
        "'a\tb\0c\u0085d\u2028e', a b c d e",
        "'\033]0;title\007', ' ]0;title'",
        "'    at main.js  ', '    at main.js'",
        "'safe \u202Eesrever', safe  esrever"
    })
    void text_whatDrivesATerminal_isTakenOut(String line, String plain) {
        assertThat(PlainText.text(line)).isEqualTo(plain);
    }

    @Test
    void text_long_isCut() {
        assertThat(PlainText.text("x".repeat(501))).isEqualTo("x".repeat(500) + "…");
    }
}
