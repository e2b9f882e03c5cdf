package dev.launcho.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CpuTimeTest {
    private static long total(long... readings) {
        CpuTime[] time = new CpuTime[1];
        LongStream.of(readings).forEach(micros -> time[0] = CpuTime.of(micros, 0, time[0]));
        return time[0].total();
    }

    @Test
    void total_risingReadings_isTheLast() {
        assertThat(total(500, 700, 1_000)).isEqualTo(1_000);
    }

    @Test
    void total_fallenReading_goesOnFromWhereItWas() {
        assertThat(total(500, 1_000, 300)).isEqualTo(1_000);
        assertThat(total(500, 1_000, 300, 450)).isEqualTo(1_150);
    }

    @Test
    void total_failedReading_keepsWhatIsKnown() {
        assertThat(total(-1)).isNegative();
        assertThat(total(-1, 500)).isEqualTo(500);
        assertThat(total(500, -1)).isEqualTo(500);
        assertThat(total(500, -1, -1, 700)).isEqualTo(700);
    }
}
