package dev.launcho.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "1500, 1500",
        "64K, 64000",
        "64M, 64000000",
        "64Mi, 67108864",
        "1Gi, 1073741824",
        "999999Ti, 1099510528264372224",
        "1000T, 1000000000000000"
    })
    void parse_thenFormat_isTheSame(String text, long bytes) {
        assertThat(ByteSize.parse(text)).contains(bytes);
        assertThat(ByteSize.parse(ByteSize.format(bytes))).contains(bytes);
    }

    @Test
    void format_isShort() {
        assertThat(ByteSize.format(64_000_000)).isEqualTo("64M");
        assertThat(ByteSize.format(256 << 20)).isEqualTo("256Mi");
        assertThat(ByteSize.format(1000L << 20)).isEqualTo("1000Mi");
        assertThat(ByteSize.format(1001)).isEqualTo("1001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "M", "1.5G", "64MB", "64m", "-1", "1000000M", "1 M", "1234567890123456"})
    void parse_otherTexts_areNone(String text) {
        assertThat(ByteSize.parse(text)).isEmpty();
    }
}
