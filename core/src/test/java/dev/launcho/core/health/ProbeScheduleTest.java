package dev.launcho.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Probe;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProbeScheduleTest {
    private static final long EVERY = ListenerSchedule.EVERY_NANOS;
    private static final String V4 = "127.0.0.1";

    private final ProbeSchedule schedule = new ProbeSchedule(
            new InstanceId("calm-otter-1"),
            new Probe(Probe.Kind.TCP, "web", "", List.of(), Duration.ofSeconds(1), Duration.ofSeconds(1), 3),
            Prober.Port.of(80),
            Duration.ofSeconds(2),
            0);

    @Test
    void stillOwn_eachLook_holdsUntilTheNextOneHasEnded() {
        schedule.own(V4, 0);
        for (long look = EVERY; look <= 3 * EVERY; look += EVERY) {
            assertThat(schedule.isOwn(V4, look)).isTrue();
            schedule.stillOwn(V4, look);
        }

        assertThat(schedule.isOwn(V4, 4 * EVERY)).isTrue();
        assertThat(schedule.isOwn(V4, 5 * EVERY)).isFalse();
    }

    @Test
    void stillOwn_anotherAddress_saysNothing() {
        schedule.own("::1", 0);

        schedule.stillOwn(V4, EVERY);

        assertThat(schedule.isOwn(V4, EVERY)).isFalse();
        assertThat(schedule.isOwn("::1", 2 * EVERY)).isFalse();
    }

    @Test
    void stillOwn_aStrangerWasFoundMeanwhile_saysNothing() {
        schedule.own(V4, 0);
        schedule.own("", 1);

        schedule.stillOwn(V4, 2);

        assertThat(schedule.isOwn(V4, 2)).isFalse();
    }
}
