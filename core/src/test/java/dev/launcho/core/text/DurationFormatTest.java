package dev.launcho.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationFormatTest {
    @ParameterizedTest
    @CsvSource({
        "0s, 0, 0s",
        "250ms, 250, 250ms",
        "10s, 10000, 10s",
        "5m, 300000, 5m",
        "1h, 3600000, 1h",
        "1m30s, 90000, 1m30s",
        "1h1ms, 3600001, 1h1ms",
        "90s, 90000, 1m30s",
        "0h, 0, 0s"
    })
    void parse_duration_and_format_give_the_same_back(String text, long millis, String shortest) {
        assertThat(DurationFormat.parse(text)).contains(Duration.ofMillis(millis));
        assertThat(DurationFormat.format(Duration.ofMillis(millis))).isEqualTo(shortest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10", "s", "ms", "1s1m", "1 s", "-1s", "1.5s", "1S", "1d", "9999999999s", "1s\n", "1m1m"})
    void parse_anything_else_is_none(String text) {
        assertThat(DurationFormat.parse(text)).isEmpty();
    }
}
