package dev.launcho.core.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.traffic.LatencySummary;
import dev.launcho.core.traffic.TrafficCounters;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SilentBackendsTest {
    private static final InstanceId ID = new InstanceId("calm-otter-1");

    private final SilentBackends silent = new SilentBackends();

    @Test
    void of_askedAndNeverAnswered_isSilent() {
        look(1, 0, 0, 0);
        look(5, 2, 100, 0);

        assertThat(silent.of(ID)).contains(new SilentBackends.Silence(2, 4));
    }

    @Test
    void of_answeredBefore_isSilentSinceItsLastAnswer() {
        look(3, 1, 100, 5_000);
        look(1, 1, 200, 6_000);
        look(4, 1, 300, 6_000);

        assertThat(silent.of(ID)).contains(new SilentBackends.Silence(1, 3));

        look(1, 1, 300, 6_001);
        assertThat(silent.of(ID)).isEmpty();
    }

    @Test
    void of_nobodyAsks_isNotSilent() {
        look(9, 3, 100, 5_000);
        assertThat(silent.of(ID)).as("connections that are at rest").isEmpty();
        look(9, 0, 200, 5_000);
        assertThat(silent.of(ID)).as("one that only took").isEmpty();
        for (int n = 0; n < 9; n++) {
            look(1, 1, 300 + n, 6_000 + n);
        }
        assertThat(silent.of(ID)).as("one that answers").isEmpty();
        assertThat(silent.of(new InstanceId("dry-newt-2"))).isEmpty();
    }

    @Test
    void of_askedAMomentAgo_isNotSilentYet() {
        look(1, 1, 0, 0);
        look(3, 1, 100, 0);

        assertThat(silent.of(ID)).isEmpty();
    }

    @Test
    void of_gone_isForgotten() {
        look(1, 0, 0, 0);
        look(9, 1, 100, 0);
        silent.look(TrafficCounters.NONE);

        assertThat(silent.of(ID)).isEmpty();
    }

    private void look(int times, long active, long in, long out) {
        TrafficCounters.Backend backend =
                new TrafficCounters.Backend(active, active, 0, 0, 0, Duration.ZERO, 0, 0, in, out, LatencySummary.NONE);
        for (int n = 0; n < times; n++) {
            silent.look(new TrafficCounters(Map.of(), Map.of(ID, backend)));
        }
    }
}
