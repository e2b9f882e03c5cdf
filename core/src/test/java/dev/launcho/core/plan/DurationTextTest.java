package dev.launcho.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({"0,0s", "1,1ms", "1500,1500ms", "1000,1s", "61000,61s", "60000,1m", "120000,2m"})
    void text_anyDuration_isAsATargetWritesIt(long millis, String text) {
        assertThat(DurationText.text(Duration.ofMillis(millis))).isEqualTo(text);
    }
}
