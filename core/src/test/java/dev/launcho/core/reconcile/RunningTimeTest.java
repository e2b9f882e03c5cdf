package dev.launcho.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunningTimeTest {
    private long nanos = TimeUnit.SECONDS.toNanos(-3);
    private final RunningTime time = new RunningTime(() -> nanos);
    private final long begin = time.getAsLong();

    @Test
    void getAsLong_readOften_goesLikeAnyClock() {
        for (int n = 0; n < 100; n++) {
            pass(RunningTime.OFTEN_MILLIS);
            time.getAsLong();
        }

        assertThat(time.getAsLong() - begin).isEqualTo(100 * RunningTime.OFTEN_MILLIS);
    }

    @Test
    void getAsLong_serverStoodStill_hasGoneOnByASecond() {
        pass(30_000);

        assertThat(time.getAsLong() - begin).isEqualTo(1_000);
        pass(500);
        assertThat(time.getAsLong() - begin).isEqualTo(1_500);
    }

    private void pass(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
