package dev.launcho.bench.compare.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    private final Latencies latencies = new Latencies();

    @Test
    void quantile_ofEachMagnitude_isRightToThreePercent() {
        for (long nanos = 1; nanos < Long.MAX_VALUE / 4; nanos *= 3) {
            latencies.reset();
            latencies.add(nanos);
            assertThat(latencies.quantile(.5)).isCloseTo(nanos, withPercentage(3.2));
        }
    }

    @Test
    void quantile_ofMany_isTheOneThatSoManyDoNotExceed() {
        for (int i = 1; i <= 1000; i++) {
            latencies.add(i * 1000);
        }

        assertThat(latencies.quantile(.5)).isCloseTo(500_000, withPercentage(3.2));
        assertThat(latencies.quantile(.99)).isCloseTo(990_000, withPercentage(3.2));
        assertThat(latencies.quantile(1)).isCloseTo(1_000_000, withPercentage(3.2));
    }

    @Test
    void quantile_ofNone_isZero() {
        assertThat(latencies.quantile(.99)).isZero();
    }
}
