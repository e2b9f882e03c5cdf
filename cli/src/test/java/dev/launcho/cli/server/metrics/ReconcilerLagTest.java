package dev.launcho.cli.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReconcilerLagTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final CountDownLatch answer = new CountDownLatch(1);

    @Test
    void nanos_whileAQuestionIsOpen_growAndStayUntilTheNext() throws Exception {
        ReconcilerLag lag = new ReconcilerLag(
                () -> {
                    answer.await();
                    return true;
                },
                () -> 0);
        assertThat(lag.nanos()).isZero();
        lag.start();
        try {
            long least = TimeUnit.MILLISECONDS.toNanos(50);
            await().atMost(SOON).until(lag::nanos, nanos -> nanos > least);
            answer.countDown();
            await().atMost(SOON).until(() -> lag.nanos() == lag.nanos());
            assertThat(lag.nanos()).isGreaterThan(least);
        } finally {
            lag.close();
        }
    }

    @Test
    void ask_questionThatFails_countsItsTime() throws Exception {
        ReconcilerLag lag = new ReconcilerLag(
                () -> {
                    throw new IllegalStateException("busy");
                },
                () -> 0);

        lag.ask();

        assertThat(lag.nanos()).isPositive();
    }
}
