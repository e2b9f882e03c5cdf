package dev.launcho.cli.server;

import dev.launcho.cli.server.metrics.LastExits;
import dev.launcho.cli.server.metrics.MetricsExposition;
import dev.launcho.cli.server.metrics.MetricsListener;
import dev.launcho.cli.server.metrics.ReconcilerLag;
import dev.launcho.cli.server.metrics.RestartCounts;
import dev.launcho.cli.server.metrics.RolloutCounts;
import dev.launcho.cli.server.metrics.ServerHealth;
import dev.launcho.core.admin.AdminOperations;
import dev.launcho.core.config.ServerConfig;
import dev.launcho.core.reconcile.ReconcilerControl;
import dev.launcho.core.store.EventLog;
import dev.launcho.core.store.HomeDirectory;
import dev.launcho.core.text.HostPort;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The metrics of a running server: their sources, and the plain listener where one is wanted. */
final class ServerMetrics implements AutoCloseable {
    private final ReconcilerControl control;
    private final RestartCounts restarts;
    private final RolloutCounts rollouts;
    private final ReconcilerLag lag;
    private final MetricsExposition exposition;
    private @Nullable MetricsListener listener;

    /** @param restarts has been given each event from the beginning */
    ServerMetrics(
            RestartCounts restarts,
            ReconcilerControl control,
            AdminOperations operations,
            EventLog events,
            HomeDirectory home,
            Supplier<Duration> probeLag) {
        this.control = control;
        this.restarts = restarts;
        this.rollouts = new RolloutCounts(control.rollouts()::current, control.rollouts()::of);
        this.lag = new ReconcilerLag(control::history, control::now);
        this.exposition = new MetricsExposition(
                operations::status,
                List.of(restarts, new LastExits(events::ends), rollouts, lag, new ServerHealth(home.dir(), probeLag)),
                System::nanoTime);
    }

    /** Checks {@code server.metrics} before anything is started. @throws IOException with one line for the user */
    static void check(ServerConfig config) throws IOException {
        if (!config.metrics().isEmpty()) {
            MetricsListener.check(HostPort.parse(config.metrics()));
        }
    }

    MetricsExposition exposition() {
        return exposition;
    }

    /** Begins to measure, and opens the plain listener if there is to be one. @throws IOException with one line for the user */
    void start(ServerConfig config) throws IOException {
        if (!config.metrics().isEmpty()) {
            listener = MetricsListener.start(HostPort.parse(config.metrics()), exposition);
        }
        lag.start();
    }

    /** To be called once a second. */
    void look() {
        rollouts.look();
        restarts.keepOnly(control.snapshot().desired().keySet());
    }

    @Override
    public void close() {
        lag.close();
        if (listener != null) {
            listener.close();
        }
    }
}
