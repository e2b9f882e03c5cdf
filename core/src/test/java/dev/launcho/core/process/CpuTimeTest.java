package dev.launcho.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CpuTimeTest {
    private static long total(long... readings) {
        CpuTime[] time = new CpuTime[1];
        LongStream.of(readings).forEach(micros -> time[0] = CpuTime.of(micros, () -> -1, 0, time[0]));
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

    private static CpuTime of(long group, long processes, CpuTime before) {
        return CpuTime.of(group, () -> processes, before.atNanos() + 1_000_000_000, before);
    }

    @Test
    void total_groupThatCannotBeReadForAWhile_takesNothingFromProc() {
        CpuTime first = CpuTime.of(1_000, () -> 300, 0, null);
        CpuTime failed = of(-1, 300, first);
        CpuTime again = of(1_100, 310, failed);

        assertThat(failed.total()).isEqualTo(1_000);
        assertThat(again.total()).isEqualTo(1_100);
        assertThat(failed.percentSince(first)).isNegative();
        assertThat(again.percentSince(failed)).isNegative();
    }

    @Test
    void total_groupThatComesLater_isTheGroups() {
        CpuTime first = CpuTime.of(-1, () -> 300_000, 0, null);
        CpuTime grouped = of(5_000_000, 310_000, first);

        assertThat(first.total()).isEqualTo(300_000);
        assertThat(grouped.total()).isEqualTo(5_000_000);
        assertThat(grouped.percentSince(first)).isNegative();
        assertThat(of(5_500_000, 0, grouped).percentSince(grouped)).isEqualTo(50);
    }
}
