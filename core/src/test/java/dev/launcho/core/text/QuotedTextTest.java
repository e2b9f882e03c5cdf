package dev.launcho.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuotedTextTest {
    @Test
    void clean_marksThatReorderOrHide_areReplaced_joinersStay() {
        assertThat(QuotedText.clean("a\u202Eb\u001B[8m\u009Bc\u200Ed")).isEqualTo("a?b?[8m?c?d");
        assertThat(QuotedText.clean(
                        "\uD83D\uDC69\u200D\uD83D\uDCBB deploy, \u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645"))
                .isEqualTo("\uD83D\uDC69\u200D\uD83D\uDCBB deploy, \u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645");
    }

    @Test
    void cleanText_ofWindows_hasItsLines() {
        assertThat(QuotedText.cleanText("a\r\n\tb\rc\n")).isEqualTo("a\n\tb?c\n");
    }
}
