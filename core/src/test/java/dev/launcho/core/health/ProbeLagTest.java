package dev.launcho.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProbeLagTest {
    private final ProbeLag lag = new ProbeLag();

    private static long seconds(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }

    @Test
    void longest_ofTheLastMinutes_isForgottenAfterTwo() {
        lag.begin(seconds(-5));
        lag.saw(300, seconds(1));
        lag.saw(200, seconds(2));

        assertThat(lag.longest(seconds(3))).isEqualTo(300);
        assertThat(lag.longest(seconds(80))).isEqualTo(300);
        assertThat(lag.longest(seconds(200))).isZero();
    }

    @Test
    void longest_inTheNextWindow_isThatOfBoth() {
        lag.begin(0);
        lag.saw(300, seconds(50));
        lag.saw(100, seconds(70));

        assertThat(lag.longest(seconds(71))).isEqualTo(300);
        assertThat(lag.longest(seconds(131))).isEqualTo(100);
    }
}
