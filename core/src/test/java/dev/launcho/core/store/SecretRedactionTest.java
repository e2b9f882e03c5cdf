package dev.launcho.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("attack")
class SecretRedactionTest {
    private static final String HEX = "3f786850e387550fdab836ed7e6dc881de23001b";

    private final SecretStore secrets =
            SecretStore.kept(extra -> {}, Map.of("CONFIGURED", "configured-value"), Map.of());
    private final SecretRedaction redaction = secrets.redaction();

    @Test
    void of_aTokenThatLooksLikeAResource_takesItOutUnlessThereIsOne() throws Exception {
        secrets.set("TOKEN", HEX);

        assertThat(redaction.of("bearer " + HEX)).isEqualTo("bearer ${TOKEN}");
        assertThat(redaction.values()).containsKey(HEX);
        redaction.leave(HEX::equals);
        assertThat(redaction.of("bearer " + HEX)).isEqualTo("bearer " + HEX);
        assertThat(redaction.values()).doesNotContainKey(HEX);
    }

    /** The spellings that a log hides, also where a line of it is quoted: in a status, an event, or {@code why}. */
    @Test
    void of_valueAsProgramsWriteIt_takesOutEachSpelling() throws Exception {
        secrets.set("PW", "pä/ss\"wörd é+1");
        for (String spelling : List.of(
                "pä/ss\"wörd é+1",
                "pä/ss\\\"wörd é+1",
                "pä\\/ss\\\"wörd é+1",
                "p\\u00e4/ss\\\"w\\u00f6rd \\u00e9+1",
                "p\\u00e4\\/ss\\\"w\\u00f6rd \\u00e9+1",
                "p%C3%A4%2Fss%22w%C3%B6rd+%C3%A9%2B1",
                "p%C3%A4%2Fss%22w%C3%B6rd%20%C3%A9%2B1",
                "cMOkL3NzInfDtnJkIMOpKzE")) {
            assertThat(redaction.of("<" + spelling + ">")).as(spelling).isEqualTo("<${PW}>");
        }
    }

    @Test
    void of_valueOfSeveralLines_takesOutEachLongLine() throws Exception {
        secrets.set("KEY", "MIIEvQIBADANBgkq\nAoIBAQC7\nshort");

        assertThat(redaction.of("a AoIBAQC7 b short MIIEvQIBADANBgkq\\nAoIBAQC7\\nshort"))
                .isEqualTo("a ${KEY} b short ${KEY}");
    }

    @Test
    void of_shortValue_isTakenOutOnlyAsItIs() throws Exception {
        secrets.set("PIN", "a/b\"c1");

        assertThat(redaction.of("a/b\"c1 a/b\\\"c1 YS9iImMx")).isEqualTo("${PIN} a/b\\\"c1 YS9iImMx");
    }

    @Test
    void of_overlappingValues_takesTheLongestFirst() throws Exception {
        secrets.set("SHORT", "abcdef");
        secrets.set("LONG", "abcdefghij");

        assertThat(redaction.of("abcdefghij abcdef abcde")).isEqualTo("${LONG} ${SHORT} abcde");
    }

    @Test
    void values_earlierOnes_stay() throws Exception {
        secrets.set("PW", "first-value");
        secrets.set("PW", "second-value");
        secrets.recall(Map.of("PW", Set.of("before-this-server")));

        assertThat(redaction.of("first-value second-value before-this-server configured-value"))
                .isEqualTo("${PW} ${PW} ${PW} ${CONFIGURED}");
        assertThat(redaction.values()).isSameAs(redaction.values());
    }

    @Test
    void values_ofTodayAreNotForgotten_howeverManyCame() throws Exception {
        secrets.set("PW", "value-of-today");
        for (int i = 0; i < 30; i++) {
            Map<String, String> many = new HashMap<>();
            for (int j = 0; j < 500; j++) {
                many.put("OTHER" + j, "an-old-value-" + i + "-" + j);
            }
            redaction.learn(many);
            secrets.set("LAST", "last-value-" + i);
        }

        assertThat(redaction.of("value-of-today configured-value")).isEqualTo("${PW} ${CONFIGURED}");
    }
}
