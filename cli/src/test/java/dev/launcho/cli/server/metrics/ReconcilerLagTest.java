package dev.launcho.cli.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.mailbox.ServerBusy;
import java.nio.charset.StandardCharsets;
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
    void ask_questionThatIsGivenUp_staysOpenUntilAnAnswer() throws Exception {
        boolean[] stuck = {true};
        ReconcilerLag lag = new ReconcilerLag(
                () -> {
                    if (stuck[0]) {
                        throw new ServerBusy(Duration.ofSeconds(30));
                    }
                    return true;
                },
                () -> 0);

        lag.ask();
        TimeUnit.MILLISECONDS.sleep(300);
        assertThat(lag.nanos()).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(300));
        lag.ask();
        assertThat(lag.nanos()).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(300));
        stuck[0] = false;
        lag.ask();
        long whole = lag.nanos();
        assertThat(whole).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(300));
        assertThat(lag.nanos()).isEqualTo(whole);
        lag.ask();
        assertThat(lag.nanos()).isLessThan(whole);
    }

    @Test
    void collect_clockThatCatchesUp_doesNotFall() {
        long[] millis = {0};
        ReconcilerLag lag = new ReconcilerLag(() -> true, () -> millis[0]);
        millis[0] = -5_000;
        assertThat(stalled(lag)).isGreaterThanOrEqualTo(5);
        millis[0] = 0;
        assertThat(stalled(lag)).isGreaterThanOrEqualTo(5);
    }

    private static double stalled(ReconcilerLag lag) {
        MetricFamilies into = new MetricFamilies();
        lag.collect(SmallStatus.small(), into);
        return new String(ScrapeFormat.PROMETHEUS.text(into.snapshots()), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("launcho_server_reconciler_stalled_seconds_total "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
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
