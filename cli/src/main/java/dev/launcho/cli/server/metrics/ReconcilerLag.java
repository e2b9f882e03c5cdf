package dev.launcho.cli.server.metrics;

import dev.launcho.core.admin.StatusView;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The lag of the reconciler: how long it lets a question wait. A thread of its own ({@code reconciler-lag}) asks every five
 * seconds, so that no scrape waits for the answer. While a question is open, the lag is the time since it was asked.
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

    /** @param nanos of the last answer */
    private record State(boolean open, long askedAt, long nanos) {}

    /**
     * @param question returns, or throws, once the reconciler has had its turn
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
        long asked = System.nanoTime();
        state = new State(true, asked, state.nanos());
        try {
            question.call();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception busy) {
            // Not answered in time: the time that it took is the lag all the same.
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
        into.counter(
                "server_reconciler_stalled_seconds",
                "Time for which the reconciler stood still, beyond a second each, as when the machine was suspended.",
                Labels.EMPTY,
                Math.max(0, Math.floor((wall - counted) * 10) / 10));
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
