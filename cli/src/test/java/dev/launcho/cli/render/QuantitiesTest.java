package dev.launcho.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link AgeFormat} and {@link SizeFormat}. */
class QuantitiesTest {
    @ParameterizedTest
    @CsvSource({"-5, 0s", "0, 0s", "119, 119s", "120, 2m", "7199, 119m", "7200, 2h", "172799, 47h", "172800, 2d"})
    void ages_since_isOneUnitRoundedDown(long seconds, String expected) {
        Instant then = Instant.parse("2026-01-01T00:00:00Z");

        assertThat(AgeFormat.since(then, then.plusSeconds(seconds))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1.0 KiB",
        "1536, 1.5 KiB",
        "1048575, 1.0 MiB",
        "28311552, 27.0 MiB",
        "2147483648, 2.0 GiB",
        "9223372036854775807, 8.0 EiB"
    })
    void sizes_of_hasOneDigitAfterThePoint(long bytes, String expected) {
        assertThat(SizeFormat.of(bytes)).isEqualTo(expected);
    }
}
