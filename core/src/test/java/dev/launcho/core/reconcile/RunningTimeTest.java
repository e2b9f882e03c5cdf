package dev.launcho.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    /** Somebody watches a rollout while the reconciler hangs in an fsync. */
    @Test
    void peek_whileTheReconcilerHangs_makesItsPauseNoRunningTime() {
        for (int n = 0; n < 70; n++) {
            pass(1_000);
            assertThat(time.peek() - begin).isEqualTo(1_000);
        }

        assertThat(time.getAsLong() - begin).isEqualTo(1_000);
    }

    @Test
    void peek_betweenReadings_goesLikeTheClock() {
        pass(400);
        assertThat(time.peek() - begin).isEqualTo(400);

        pass(400);
        assertThat(time.getAsLong() - begin).isEqualTo(800);
        assertThat(time.peek() - begin).isEqualTo(800);
    }

    @Test
    void now_askedByOtherThreads_isNoReadingOfTheReconciler(@TempDir Path dir) {
        Rig rig = new Rig(dir);
        int before = rig.readings;

        rig.control.now();
        assertThat(rig.readings).isEqualTo(before);
    }

    private void pass(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
