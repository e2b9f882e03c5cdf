package dev.launcho.cli.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthFileTest {
    @ParameterizedTest
    @ValueSource(strings = {"s: &\n", "\"a\\nb\\e[2J\": c", "token: \0", "host: \"a\\n\"\ncert: [\n", "- \u009b2J"})
    void parse_whatIsNotToBePrinted_isToldInOneLineWithoutIt(String text) {
        assertThatExceptionOfType(AuthFile.Bad.class)
                .isThrownBy(() -> AuthFile.parse("auth.yaml", text))
                .satisfies(
                        e -> assertThat(e.getMessage()).startsWith("auth.yaml").doesNotContainPattern("\\p{Cc}"));
    }
}
