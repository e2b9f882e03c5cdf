package dev.launcho.cli.server;

import dev.launcho.cli.server.auth.Credentials;
import dev.launcho.cli.server.auth.NamedTokens;
import dev.launcho.cli.server.auth.ServerAuth;
import dev.launcho.cli.server.auth.TokenFile;
import dev.launcho.cli.server.metrics.MetricsExposition;
import dev.launcho.cli.server.metrics.MetricsListener;
import dev.launcho.cli.server.metrics.RestartCounts;
import dev.launcho.cli.server.notify.NotifyService;
import dev.launcho.cli.server.notify.ReceiverEndpoint;
import dev.launcho.cli.server.notify.ReceiverOperations;
import dev.launcho.cli.server.sample.SampleHistory;
import dev.launcho.core.admin.AdminOperations;
import dev.launcho.core.admin.LogSources;
import dev.launcho.core.admin.ServerOperations;
import dev.launcho.core.admin.SilentBackends;
import dev.launcho.core.config.PortRange;
import dev.launcho.core.config.ServerConfig;
import dev.launcho.core.disk.AtomicFiles;
import dev.launcho.core.event.Event;
import dev.launcho.core.event.EventSentence;
import dev.launcho.core.event.ServerEvent;
import dev.launcho.core.event.ServerEvent.Part;
import dev.launcho.core.health.ProbeHistory;
import dev.launcho.core.health.Prober;
import dev.launcho.core.health.ProberFactory;
import dev.launcho.core.logs.LogSpool;
import dev.launcho.core.logs.LogWatch;
import dev.launcho.core.memory.TextFile;
import dev.launcho.core.process.HostFactory;
import dev.launcho.core.process.HostSettings;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.reconcile.HostWitness;
import dev.launcho.core.reconcile.PortFactory;
import dev.launcho.core.reconcile.ReconcilerControl;
import dev.launcho.core.reconcile.ReconcilerDependencies;
import dev.launcho.core.spec.TargetReader;
import dev.launcho.core.store.EventLog;
import dev.launcho.core.store.HomeDirectory;
import dev.launcho.core.store.ResourceStore;
import dev.launcho.core.store.SecretStore;
import dev.launcho.core.store.StoreFactory;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.BalancerCapabilities;
import dev.launcho.core.traffic.LoadBalancer;
import dev.launcho.proxy.names.HostNames;
import dev.launcho.proxy.names.SystemLookup;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** The composition root: builds a server's objects, starts them in order, and ends them in reverse. */
final class Wiring implements AutoCloseable {
    private static final long CHORES_EVERY_SECONDS = 5;
    private static final Duration LAST_EVENTS = Duration.ofSeconds(1);

    private final ReconcilerControl control;
    private final AdminListening admin;
    private final ScheduledExecutorService chores;
    private final LogWatch logs;
    private final ServerMetrics metrics;
    private final NotifyService notify;

    private Wiring(
            ReconcilerControl control,
            AdminListening admin,
            ScheduledExecutorService chores,
            LogWatch logs,
            ServerMetrics metrics,
            NotifyService notify) {
        this.notify = notify;
        this.metrics = metrics;
        this.logs = logs;
        this.control = control;
        this.admin = admin;
        this.chores = chores;
    }

    /**
     * Builds and starts everything.
     *
     * @param watcher receives each event
     * @param notices warnings from before the event log was open
     * @param shutdown called when a user asks for a shutdown; true leaves the instances running; must not block
     * @throws IOException with one line for the user, if an address is taken or the home can't be used
     * @throws IllegalArgumentException with one line for the user, if a secret of the config can't be used
     */
    static Wiring start(
            HomeDirectory home,
            ServerSettings settings,
            BalancerFactory balancing,
            ServerAuth.Loaded auth,
            String version,
            Consumer<Event> watcher,
            List<String> notices,
            Consumer<Boolean> shutdown)
            throws IOException {
        AdminHost address = adminHost(settings);
        List<ReceiverEndpoint> receivers = ReceiverEndpoint.of(
                settings.config().receivers(),
                secret -> Optional.ofNullable(settings.configured().get(secret)));
        Optional<MetricsListener> plain = plainMetrics(settings.config());
        Optional<Wiring> wired = Optional.empty();
        try {
            wired = Optional.of(start(
                    home, settings, balancing, auth, version, watcher, notices, shutdown, address, receivers, plain));
            return wired.get();
        } finally {
            if (wired.isEmpty()) {
                plain.ifPresent(MetricsListener::close);
            }
        }
    }

    /** Binds the plain listener before anything is started: nothing of this server may take its address. */
    private static Optional<MetricsListener> plainMetrics(ServerConfig config) throws IOException {
        return config.metrics().isEmpty()
                ? Optional.empty()
                : Optional.of(MetricsListener.bind(HostPort.parse(config.metrics())));
    }

    private static Wiring start(
            HomeDirectory home,
            ServerSettings settings,
            BalancerFactory balancing,
            ServerAuth.Loaded auth,
            String version,
            Consumer<Event> watcher,
            List<String> notices,
            Consumer<Boolean> shutdown,
            AdminHost address,
            List<ReceiverEndpoint> receivers,
            Optional<MetricsListener> plain)
            throws IOException {
        EventLog events = EventLog.open(home.events());
        RestartCounts restarts = new RestartCounts();
        NotifyService notify = NotifyService.open(
                receivers, home.notifyState(), new EventNotifyLog(events, watcher.andThen(restarts::accept)));
        Consumer<Event> watchers = watcher.andThen(restarts::accept).andThen(notify);
        AtomicReference<Supplier<Duration>> probeLag = new AtomicReference<>(() -> Duration.ZERO);
        BiConsumer<Event.Severity, ServerEvent> say = (severity, fact) ->
                watchers.accept(events.add(Instant.now(), severity, "server", EventSentence.of(fact), fact));
        Consumer<ServerEvent> warn = fact -> say.accept(Event.Severity.WARNING, fact);
        notices.forEach(warnings(say, Part.SETUP));
        settings.warnings().forEach(warnings(say, Part.SETUP));
        SecretStore secrets =
                SecretStore.of(home.extraSecrets(), settings.seal(), settings.configured(), settings.extra());
        secrets.takeOver();
        ResourceStore resources = new ResourceStore(home.storage());
        LogSpool logs = new LogSpool(home.logs(), secrets.redaction()::of);
        ProbeHistory probes = new ProbeHistory(InstantSource.system(), secrets.redaction()::shown);
        ReconcilerControl control = new ReconcilerControl(
                new ReconcilerDependencies(
                        StoreFactory.files(home, settings.seal(), warn),
                        secrets,
                        id -> resources.find(id).isPresent(),
                        events,
                        logs,
                        targetFile(home.target()),
                        watchers),
                new Ports(home, settings, balancing, resources, probes, probeLag, say));
        // Services start first, since their clients wait until they listen again.
        control.start();
        SilentBackends silent = new SilentBackends();
        ServerOperations operations = new ServerOperations(
                control,
                resources,
                events,
                new LogSources(logs),
                probes,
                silent,
                version,
                TargetReader.defaultText(),
                shutdown);
        ServerMetrics metrics = new ServerMetrics(
                restarts,
                control,
                operations,
                events,
                home,
                () -> probeLag.get().get(),
                notify,
                plain);
        SampleHistory samples = new SampleHistory(System::nanoTime, Instant.now());
        AdminListening admin = null;
        try {
            metrics.start();
            NamedTokens tokens = NamedTokens.open(new TokenFile(home.tokens()), InstantSource.system(), warn);
            admin = adminEndpoint(
                    address,
                    Optional.of(settings.config().clientCa())
                            .filter(file -> !file.isEmpty())
                            .map(Path::of),
                    new Credentials(home.serverAuth(), auth.auth(), tokens),
                    operations,
                    metrics.exposition(),
                    notify,
                    samples,
                    say);
            notify.start(operations::wellness);
        } finally {
            if (admin == null) {
                metrics.close();
                control.close();
                notify.close();
            }
        }
        ScheduledExecutorService chores = chores(control, logs, silent, metrics, balancing, say);
        chores.scheduleAtFixedRate(
                () -> chore(() -> samples.take(operations.status(), Instant.now()), say),
                0,
                SampleHistory.STEP.toSeconds(),
                TimeUnit.SECONDS);
        LogWatch watch = new LogWatch(logs, control::running, warnings(say, Part.LOGS));
        watch.start();
        return new Wiring(control, admin, chores, watch, metrics, notify);
    }

    /** Returns a receiver that makes an event of each line. */
    private static Consumer<String> warnings(BiConsumer<Event.Severity, ServerEvent> say, Part part) {
        return message -> say.accept(Event.Severity.WARNING, new ServerEvent.Warned(part, message));
    }

    /** Starts the work that nothing waits for. */
    private static ScheduledExecutorService chores(
            ReconcilerControl control,
            LogSpool logs,
            SilentBackends silent,
            ServerMetrics metrics,
            BalancerFactory balancing,
            BiConsumer<Event.Severity, ServerEvent> say) {
        ScheduledExecutorService chores = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "chores");
            thread.setDaemon(true);
            return thread;
        });
        chores.execute(() -> chore(() -> cleanUp(balancing, warnings(say, Part.BALANCER)), say));
        chores.scheduleWithFixedDelay(
                () -> chore(() -> logs.pruneGone(control.snapshot().states().keySet()), say),
                CHORES_EVERY_SECONDS,
                CHORES_EVERY_SECONDS,
                TimeUnit.SECONDS);
        chores.scheduleWithFixedDelay(
                () -> chore(() -> silent.look(control.balancer().counters()), say), 1, 1, TimeUnit.SECONDS);
        chores.scheduleWithFixedDelay(() -> chore(metrics::look, say), 1, 1, TimeUnit.SECONDS);
        return chores;
    }

    /** Runs a chore and reports its failure: the pool would swallow the exception, and never run the chore again. */
    private static void chore(Runnable chore, BiConsumer<Event.Severity, ServerEvent> say) {
        try {
            chore.run();
        } catch (RuntimeException e) {
            say.accept(Event.Severity.WARNING, new ServerEvent.PartFailed(Part.CHORES, e.toString(), true));
        } catch (Error e) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }

    private static void cleanUp(BalancerFactory balancing, Consumer<String> warn) {
        try {
            balancing.cleanUp().ifPresent(warn);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static AdminListening adminEndpoint(
            AdminHost host,
            Optional<Path> clientCa,
            Credentials credentials,
            AdminOperations operations,
            MetricsExposition metrics,
            ReceiverOperations receivers,
            SampleHistory samples,
            BiConsumer<Event.Severity, ServerEvent> say)
            throws IOException {
        AdminServer server = AdminServer.prepare(
                credentials, operations, metrics, receivers, samples, new EventAudit(say), clientCa);
        try {
            return AdminListening.start(server, host, say);
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    /** Checks the host before anything is started: a server that can't take commands must change nothing. */
    private static AdminHost adminHost(ServerSettings settings) throws IOException {
        String name = settings.config()
                .adminHost(secret -> Optional.ofNullable(settings.configured().get(secret)));
        AdminHost host =
                new AdminHost(name, settings.config().adminPort(), SystemLookup.INSTANCE, HostNames.Pace.USUAL);
        try {
            host.check();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        return host;
    }

    private static TextFile targetFile(Path file) {
        return new TextFile() {
            @Override
            public Optional<String> read() throws IOException {
                // Bytes that are not UTF-8 make the target invalid, but the server starts.
                return Files.exists(file)
                        ? Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
                        : Optional.empty();
            }

            @Override
            public void write(String text) throws IOException {
                AtomicFiles.write(file, text);
            }
        };
    }

    /** Returns the address of the admin endpoint; unresolved until an address has been opened. */
    InetSocketAddress adminAddress() {
        return admin.address();
    }

    /** @param then called on another thread when the address changes */
    void onAdminAddress(Consumer<InetSocketAddress> then) {
        admin.onOpened(then);
    }

    ReconcilerControl control() {
        return control;
    }

    /**
     * Closes the admin endpoint, then drains and stops everything.
     *
     * @param waits receives before each wait how long it may take, in milliseconds
     * @return whether everything ended in time
     */
    boolean stop(LongConsumer waits) {
        notify.serverEnds();
        admin.close();
        return control.stop(waits);
    }

    @Override
    public void close() {
        logs.close();
        chores.shutdownNow();
        metrics.close();
        admin.close();
        control.close();
        awaitReconciler();
        notify.close(); // After those that show signs.
    }

    /** Waits for the last events of the reconciler, but not for a disk that hangs. */
    private void awaitReconciler() {
        try {
            control.finished().get(LAST_EVENTS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return; // The first is reported by the one who waits for the server.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The factory of the reconciler's ports. */
    private record Ports(
            HomeDirectory home,
            ServerSettings settings,
            BalancerFactory balancing,
            ResourceStore resources,
            ProbeHistory probes,
            AtomicReference<Supplier<Duration>> probeLag,
            BiConsumer<Event.Severity, ServerEvent> say)
            implements PortFactory {
        @Override
        public ProcessHost host(ProcessHost.Listener listener, String homeId) throws IOException {
            PortRange range = settings.config().loopbackPorts();
            String work = settings.config().workDir();
            HostSettings host = new HostSettings(
                    homeId,
                    home.instances(),
                    work.isEmpty() ? home.work() : Path.of(work),
                    resources::data,
                    range.start(),
                    range.end(),
                    settings.environment(),
                    warnings(say, Part.HOST),
                    LogSpool::create);
            return HostFactory.local(host, listener);
        }

        @Override
        public Prober prober(ProcessHost host, Prober.Listener listener) {
            Prober prober = ProberFactory.loopback(new HostWitness(host), probes.around(listener));
            probeLag.set(prober::lag);
            return prober;
        }

        @Override
        public LoadBalancer balancer(LoadBalancer.Listener listener) throws IOException {
            return balancing.start(listener, say);
        }

        @Override
        public BalancerCapabilities capabilities() {
            return balancing.capabilities();
        }
    }
}
