package dev.launcho.proxy.ipvs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SchedulerTest {
    private static Map<Address, Integer> weights(int... weights) {
        Map<Address, Integer> all = new LinkedHashMap<>();
        for (int weight : weights) {
            all.put(Address.of("127.0.0.1:" + (20_000 + all.size())), weight);
        }
        return all;
    }

    @Test
    void weights_roundRobinAndLeastConnection_areLeftAsTheyAre() {
        assertThat(Scheduler.WRR.weights(weights(256, 2))).isEqualTo(weights(256, 2));
        assertThat(Scheduler.WLC.weights(weights(10, 10))).isEqualTo(weights(10, 10));
    }

    @Test
    void weights_sourceHashing_fitIntoTheKernelsTable() {
        assertThat(Scheduler.SH.weights(weights(256, 256, 256))).isEqualTo(weights(1, 1, 1));
        assertThat(Scheduler.SH.weights(weights(2, 6))).isEqualTo(weights(1, 3));
        assertThat(Scheduler.SH.weights(weights(256, 255))).isEqualTo(weights(128, 127));
        assertThat(Scheduler.SH.weights(weights(256, 1))).isEqualTo(weights(255, 1));
        assertThat(Scheduler.SH.weights(weights())).isEmpty();
    }

    /** Each light one is rounded up to 1: together they took the last ones' places. */
    @Test
    void weights_manyLightOnesBesideAHeavyOne_allHavePlaces() {
        long seed = Long.getLong("launcho.weights.seed", System.nanoTime());
        System.out.println("weights: -Dlauncho.weights.seed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            int[] wanted = new int[1 + random.nextInt(256)];
            for (int k = 0; k < wanted.length; k++) {
                wanted[k] = random.nextInt(4) == 0 ? 1 + random.nextInt(256) : 1;
            }

            Collection<Integer> fitting = Scheduler.SH.weights(weights(wanted)).values();

            assertThat(fitting).as("seed " + seed).hasSize(wanted.length).allMatch(weight -> weight >= 1);
            assertThat(fitting.stream().mapToInt(Integer::intValue).sum())
                    .as("seed " + seed)
                    .isLessThanOrEqualTo(256);
        }
    }
}
