package dev.launcho.cli.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ShortestTest {
    private static String shortest(String input, String... needed) {
        byte[] found = Shortest.of(input.getBytes(StandardCharsets.ISO_8859_1), bytes -> {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            for (String part : needed) {
                if (!text.contains(part)) {
                    return false;
                }
            }
            return true;
        });
        return new String(found, StandardCharsets.ISO_8859_1);
    }

    @Test
    void of_inputWithTwoNeededParts_keepsOnlyThem() {
        assertThat(shortest("GET /a?b=c HTTP/1.1\r\nX: y\r\n\r\n", "?b", "X:")).isEqualTo("?bX:");
    }

    @Test
    void of_inputThatFailsNoMore_isItself() {
        assertThat(shortest("abc", "d")).isEqualTo("abc");
    }

    @Test
    void of_whatFailsWithoutAnything_isEmpty() {
        assertThat(shortest("abc")).isEmpty();
    }
}
