package dev.launcho.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightedRoundRobinTest {
    private static String turns(int... weights) {
        WeightedRoundRobin cycle = WeightedRoundRobin.of(weights);
        return IntStream.range(0, cycle.period())
                .mapToObj(i -> Character.toString('a' + cycle.at(i)))
                .reduce("", String::concat);
    }

    @ParameterizedTest
    @CsvSource({"1, abc", "7, abc"})
    void at_equalWeights_rotates(int weight, String turns) {
        assertThat(turns(weight, weight, weight)).isEqualTo(turns);
    }

    @Test
    void at_weights_areSpreadEvenly() {
        assertThat(turns(3, 1)).isEqualTo("aaba");
        assertThat(turns(6, 2)).isEqualTo("aaba");
        assertThat(turns(5, 1, 1)).isEqualTo("aaabcaa");
        assertThat(turns(1, 2, 4)).isEqualTo("cbcacbc");
    }

    @Test
    void at_anyWindowOfAPeriod_isExact() {
        int[] weights = {7, 1, 256, 31};
        WeightedRoundRobin cycle = WeightedRoundRobin.of(weights);
        assertThat(cycle.period()).isEqualTo(295);
        for (long start : new long[] {0, 1, 100, Long.MAX_VALUE - 100}) {
            int[] counts = new int[weights.length];
            for (int i = 0; i < 3 * cycle.period(); i++) {
                counts[cycle.at(start + i)]++;
            }
            if (start < Long.MAX_VALUE - 100) {
                assertThat(counts).containsExactly(21, 3, 768, 93);
            } else {
                assertThat(Arrays.stream(counts).sum()).as("it goes on").isEqualTo(3L * 295);
            }
        }
    }

    @Test
    void at_hugeSum_isBoundedAndKeepsEveryone() {
        int[] weights = IntStream.range(0, 1000).map(i -> 1 + i % 256 * 10).toArray();
        WeightedRoundRobin cycle = WeightedRoundRobin.of(weights);

        assertThat(cycle.period()).isLessThanOrEqualTo(WeightedRoundRobin.LONGEST + 1000);
        assertThat(IntStream.range(0, cycle.period()).map(cycle::at).distinct()).hasSize(1000);
    }

    @Test
    void next_wantsOne_findsItHoweverRareItIs() {
        int[] weights = new int[100];
        Arrays.fill(weights, 256);
        weights[42] = 1;
        WeightedRoundRobin cycle = WeightedRoundRobin.of(weights);

        assertThat(cycle.next(0, index -> index == 42)).isEqualTo(42);
        assertThat(cycle.next(5, index -> index == 6)).isEqualTo(6);
        assertThat(cycle.next(5, index -> false)).isEqualTo(-1);
    }
}
