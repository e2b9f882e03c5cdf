package dev.launcho.cli.server;

import dev.launcho.cli.server.metrics.LastExits;
import dev.launcho.cli.server.metrics.MetricsExposition;
import dev.launcho.cli.server.metrics.MetricsListener;
import dev.launcho.cli.server.metrics.NotifyMetrics;
import dev.launcho.cli.server.metrics.ReconcilerLag;
import dev.launcho.cli.server.metrics.RestartCounts;
import dev.launcho.cli.server.metrics.RolloutCounts;
import dev.launcho.cli.server.metrics.ServerHealth;
import dev.launcho.cli.server.notify.NotifyService;
import dev.launcho.core.admin.AdminOperations;
import dev.launcho.core.reconcile.ReconcilerControl;
import dev.launcho.core.store.EventLog;
import dev.launcho.core.store.HomeDirectory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The metrics of a running server: their sources, and the plain listener where one is wanted. */
final class ServerMetrics implements AutoCloseable {
    private final ReconcilerControl control;
    private final RestartCounts restarts;
    private final RolloutCounts rollouts;
    private final ReconcilerLag lag;
    private final MetricsExposition exposition;
    private final Optional<MetricsListener> listener;

    /**
     * @param restarts has been given each event from the beginning
     * @param listener bound; closed with this
     */
    ServerMetrics(
            RestartCounts restarts,
            ReconcilerControl control,
            AdminOperations operations,
            EventLog events,
            HomeDirectory home,
            Supplier<Duration> probeLag,
            NotifyService notify,
            Optional<MetricsListener> listener) {
        this.listener = listener;
        this.control = control;
        this.restarts = restarts;
        this.rollouts = new RolloutCounts(control.rollouts()::current, control.rollouts()::of);
        this.lag = new ReconcilerLag(control::history, control::now);
        this.exposition = new MetricsExposition(
                operations::status,
                List.of(
                        restarts,
                        new LastExits(events::ends),
                        rollouts,
                        lag,
                        new ServerHealth(home.dir(), probeLag),
                        new NotifyMetrics(notify::list, notify::lostSigns)),
                System::nanoTime);
    }

    MetricsExposition exposition() {
        return exposition;
    }

    /** Begins to measure, and to serve the plain listener if there is one. */
    void start() {
        listener.ifPresent(plain -> plain.serve(exposition));
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
        listener.ifPresent(MetricsListener::close);
    }
}
