package dev.launcho.cli.server.notify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("attack")
class AnswerBoundsTest {
    @ParameterizedTest
    @ValueSource(strings = {"17", "17.0.12", "18.0.2", "21.0.4", "22.0.2", "23"})
    void notice_javaThatReadsHeadersWithoutEnd_saysSo(String version) {
        assertThat(AnswerBounds.notice(Runtime.Version.parse(version)))
                .hasValueSatisfying(line ->
                        assertThat(line).contains("Java " + version + " reads").contains("17.0.13"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"17.0.13", "17.0.15", "21.0.5", "23.0.1", "24", "25.0.1"})
    void notice_javaThatHasABound_isNone(String version) {
        assertThat(AnswerBounds.notice(Runtime.Version.parse(version))).isEmpty();
    }
}
