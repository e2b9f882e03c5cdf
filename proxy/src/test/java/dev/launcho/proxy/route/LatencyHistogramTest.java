package dev.launcho.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.traffic.LatencySummary;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
    private final LatencyHistogram latencies = new LatencyHistogram();

    private void micros(long micros) {
        latencies.record(micros * 1_000);
    }

    @Test
    void snapshot_empty_isNone() {
        assertThat(latencies.snapshot()).isEqualTo(LatencySummary.NONE);
    }

    @Test
    void quantile_isNeverTooLow_norASixteenthTooHigh() {
        for (long exact = 1; exact < 6_000_000; exact += 1 + exact / 7) {
            LatencyHistogram one = new LatencyHistogram();
            one.record(exact * 1_000);

            assertThat(one.snapshot().longest()).isGreaterThan(exact).isLessThanOrEqualTo(exact + exact / 16 + 1);
        }
    }

    @Test
    void quantile_ofMany_isTheirs() {
        IntStream.rangeClosed(1, 1_000).forEach(this::micros);
        LatencySummary seen = latencies.snapshot();

        assertThat(seen.count()).isEqualTo(1_000);
        assertThat(seen.p50()).isBetween(500L, 532L);
        assertThat(seen.p99()).isBetween(990L, 1_056L);
        assertThat(seen.p90()).isBetween(900L, 960L);
        assertThat(seen.longest()).isBetween(1_000L, 1_063L);
    }

    @Test
    void total_isTheirSum_exactToAThirtySecond() {
        IntStream.rangeClosed(1, 10_000).forEach(this::micros);

        assertThat(latencies.snapshot().total()).isBetween(48_500_000L, 51_500_000L);
    }

    @Test
    void record_outOfRange_isKeptAtTheEnds() {
        latencies.record(-5);
        micros(Long.MAX_VALUE / 1_000);

        assertThat(latencies.snapshot().buckets())
                .containsExactly(new LatencySummary.Bucket(1, 1), new LatencySummary.Bucket(1L << 23, 1));
    }

    @Test
    void buckets_arePowersOfTwo() {
        IntStream.range(0, 100).forEach(this::micros);

        assertThat(latencies.snapshot().buckets())
                .containsExactly(
                        new LatencySummary.Bucket(1, 1),
                        new LatencySummary.Bucket(2, 1),
                        new LatencySummary.Bucket(4, 2),
                        new LatencySummary.Bucket(8, 4),
                        new LatencySummary.Bucket(16, 8),
                        new LatencySummary.Bucket(32, 16),
                        new LatencySummary.Bucket(64, 32),
                        new LatencySummary.Bucket(128, 36));
    }

    @Test
    void buckets_areInOrder() {
        new Random(1).longs(1_000, 0, 8_000_000).forEach(this::micros);

        assertThat(latencies.snapshot().buckets())
                .extracting(LatencySummary.Bucket::below)
                .isSorted();
    }
}
