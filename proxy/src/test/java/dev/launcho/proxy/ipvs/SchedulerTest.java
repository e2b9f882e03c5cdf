package dev.launcho.proxy.ipvs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
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
}
