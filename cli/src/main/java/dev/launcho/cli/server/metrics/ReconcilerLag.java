package dev.launcho.cli.server.metrics;

import dev.launcho.core.admin.StatusView;
import dev.launcho.core.mailbox.ServerBusy;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The lag of the reconciler: how long it lets a question wait. A thread of its own ({@code reconciler-lag}) asks every five
 * seconds, so that no scrape waits for the answer. While a question is open, the lag is the time since it was asked; one that
 * was given up stays open until another one is answered.
 */
public final class ReconcilerLag implements MetricSource, AutoCloseable {
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;
    private static final long EVERY_SECONDS = 5;

    private final Callable<?> question;
    private final LongSupplier reconcilerMillis;
    private final long beganNanos = System.nanoTime();
    private final long beganMillis;
    private final Thread thread = new Thread(this::run, "reconciler-lag");
    private volatile State state = new State(false, 0, 0);
    private double stalled;

    /**
     * @param askedAt of the first question since the last answer, if one is open
     * @param nanos of the last answer
     */
    private record State(boolean open, long askedAt, long nanos) {}

    /**
     * @param question returns, or throws, once the reconciler has had its turn; throws {@link ServerBusy} without that
     * @param reconcilerMillis the reconciler's clock, which does not advance while the reconciler stands still
     */
    public ReconcilerLag(Callable<?> question, LongSupplier reconcilerMillis) {
        this.question = question;
        this.reconcilerMillis = reconcilerMillis;
        this.beganMillis = reconcilerMillis.getAsLong();
    }

    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                ask();
                TimeUnit.SECONDS.sleep(EVERY_SECONDS);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    void ask() throws InterruptedException {
        State before = state;
        long asked = before.open() ? before.askedAt() : System.nanoTime();
        state = new State(true, asked, before.nanos());
        try {
            question.call();
        } catch (InterruptedException e) {
            throw e;
        } catch (ServerBusy unanswered) {
            return;
        } catch (Exception failed) {
            // An answer, too.
        }
        state = new State(false, asked, System.nanoTime() - asked);
    }

    /** Returns the present lag, in nanoseconds. */
    long nanos() {
        State now = state;
        return now.open() ? Math.max(now.nanos(), System.nanoTime() - now.askedAt()) : now.nanos();
    }

    @Override
    public void collect(StatusView view, MetricFamilies into) {
        into.gauge(
                "server_reconciler_lag_seconds",
                "How long the reconciler let the last question wait, asked every 5 s.",
                Labels.EMPTY,
                nanos() / NANOS);
        double wall = (System.nanoTime() - beganNanos) / NANOS;
        double counted = (reconcilerMillis.getAsLong() - beganMillis) / MILLIS;
        // The two clocks are not read at the same moment, and a counter must not fall.
        stalled = Math.max(stalled, Math.floor((wall - counted) * 10) / 10);
        into.counter(
                "server_reconciler_stalled_seconds",
                "Time for which the reconciler stood still, beyond a second each, as when it was stopped (SIGSTOP), or the disk"
                        + " or machine was too slow.",
                Labels.EMPTY,
                stalled);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
