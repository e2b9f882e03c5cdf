package dev.launcho.cli.render;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("attack")
class VisibleBytesTest {
    private static String visible(String text) {
        return new String(VisibleBytes.of(text.getBytes(UTF_8)), UTF_8);
    }

    @Test
    void of_plainText_isTheSame() {
        byte[] bytes = "grün\t日本 🎉\r\nnext\n".getBytes(UTF_8);
        assertThat(VisibleBytes.of(bytes)).isEqualTo(bytes);
    }

    @Test
    void of_escapeSequences_showsThem() {
        assertThat(visible("\u001b[31mred\u001b[0m\n")).isEqualTo("^[[31mred^[[0m\n");
        assertThat(visible("\u001b]0;title\u0007")).isEqualTo("^[]0;title^G");
        assertThat(visible("real\rfake\b\u007f\0")).isEqualTo("real^Mfake^H^?^@");
    }

    @Test
    void of_c1Controls_showsThemAlsoWhereTheyAreLone() {
        assertThat(visible("a\u009b31mb")).isEqualTo("a<U+009B>31mb");
        assertThat(new String(VisibleBytes.of(new byte[] {'a', (byte) 0x9b, 'b'}), UTF_8))
                .isEqualTo("a\\x9bb");
    }

    /** Longer forms than a character needs, as a lenient terminal takes them: ESC and CSI (RFC 3629, 10). */
    @Test
    void of_overlongSequences_showsTheirBytes() {
        for (int[] overlong :
                new int[][] {{0xe0, 0x80, 0x9b}, {0xe0, 0x82, 0x9b}, {0xf0, 0x80, 0x80, 0x9b}, {0xed, 0xa0, 0x80}}) {
            byte[] bytes = new byte[overlong.length];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) overlong[i];
            }
            assertThat(VisibleBytes.of(bytes)).asString(UTF_8).contains("\\x");
        }
        byte[] shortest = "\u0800\ud7ff\ue000\ud800\udc00\udbff\udfff".getBytes(UTF_8);
        assertThat(VisibleBytes.of(shortest)).isEqualTo(shortest);
    }

    @Test
    void of_charactersThatReorderText_showsThem() {
        assertThat(visible("a\u202eb\u2066c\u2028d")).isEqualTo("a<U+202E>b<U+2066>c<U+2028>d");
    }

    @Test
    void of_anyBytes_leavesNothingThatDrivesATerminal() {
        long seed = Long.getLong("launcho.visible.seed", new Random().nextLong());
        System.out.println("visible: -Dlauncho.visible.seed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            byte[] shown = VisibleBytes.of(bytes);
            String latin = new String(shown, java.nio.charset.StandardCharsets.ISO_8859_1);
            assertThat(latin.replace("\r\n", "").replaceAll("[\n\t]", "")).doesNotContainPattern("[\\x00-\\x1f\\x7f]");
            assertThat(new String(shown, UTF_8))
                    .as("seed " + seed)
                    .doesNotContainPattern("[\\x80-\\x9f\\u202a-\\u202e]");
            assertThat(VisibleBytes.of(shown)).isEqualTo(shown);
        }
    }
}
