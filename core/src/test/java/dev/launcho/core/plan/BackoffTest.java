package dev.launcho.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffTest {
    @ParameterizedTest
    @CsvSource({"2,1000", "3,2000", "4,4000", "5,8000", "6,16000", "7,32000", "8,60000", "9,60000", "1000,60000"})
    void delay_eachFailure_doublesUpToAMinuteLessATenthOfJitter(int failures, long full) {
        for (int seed = -500; seed < 500; seed++) {
            assertThat(Backoff.delay(failures, seed)).isBetween(full - full / 10, full);
        }
    }

    @Test
    void delay_firstFailure_isNone() {
        assertThat(Backoff.delay(1, 4711)).isZero();
        assertThat(Backoff.delay(0, 4711)).isZero();
    }

    @Test
    void delay_sameSlotAndFailure_isAlwaysTheSame() {
        assertThat(Backoff.delay(5, 12)).isEqualTo(Backoff.delay(5, 12));
    }

    @Test
    void delay_neighbouringSlots_areSpread() {
        long distinct = IntStream.range(0, 20)
                .mapToLong(seed -> Backoff.delay(8, seed))
                .distinct()
                .count();
        assertThat(distinct).isGreaterThan(15);
    }

    @Test
    void delay_manySeeds_useTheWholeTenthAndLittleElse() {
        var delays = IntStream.range(0, 10_000)
                .mapToLong(seed -> Backoff.delay(2, seed))
                .boxed()
                .toList();
        assertThat(delays).contains(900L, 1_000L);
        double middle = delays.stream().mapToLong(Long::longValue).average().orElseThrow();
        assertThat(middle).isBetween(948.0, 952.0);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 0})
    void delay_anySeed_isNeverNegative(int seed) {
        assertThat(Backoff.delay(Integer.MAX_VALUE, seed)).isBetween(54_000L, 60_000L);
    }
}
