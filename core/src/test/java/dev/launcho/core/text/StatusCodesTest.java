package dev.launcho.core.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusCodesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200-299,401 | 200-299,401 | 200 299 401 | 199 300 400 402",
                "' 200 - 299 , 401 ' | 200-299,401 | 250 | 500",
                "204 | 204 | 204 | 200 203 205",
                "200-200 | 200 | 200 | 201",
                "200-599 | 200-599 | 200 599 | 101 600 999",
                "500,200-299,250 | 500,200-299,250 | 500 250 | 300",
            })
    void parse_rangesAndCodes_containTheirs(String text, String shown, String in, String out) {
        StatusCodes codes = StatusCodes.parse(text);

        assertThat(codes).hasToString(shown);
        assertThat(StatusCodes.parse(shown)).isEqualTo(codes);
        for (String code : in.split(" ")) {
            assertThat(codes.contains(Integer.parseInt(code))).as(code).isTrue();
        }
        for (String code : out.split(" ")) {
            assertThat(codes.contains(Integer.parseInt(code))).as(code).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "200,",
                ",200",
                "200,,201",
                "2xx",
                "200-",
                "-200",
                "299-200",
                "100",
                "199-200",
                "600",
                "200-600",
                "20",
                "0",
                "200 201",
                "200;201",
                "200..299",
                "200-250-299",
                "99999999999",
                "two",
                "٢٠٠"
            })
    void parse_anythingElse_isRefused(String text) {
        assertThatThrownBy(() -> StatusCodes.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .isNotInstanceOf(NumberFormatException.class);
    }

    @Test
    void parse_moreThan32_isRefused() {
        assertThat(StatusCodes.parse("200,".repeat(31) + "200").ranges()).hasSize(32);
        assertThatThrownBy(() -> StatusCodes.parse("200,".repeat(32) + "200")).hasMessageContaining("32");
    }
}
