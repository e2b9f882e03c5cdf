package dev.launcho.cli.server;

import dev.launcho.core.admin.LogSources;
import dev.launcho.core.admin.ServerOperations;
import dev.launcho.core.config.PortRange;
import dev.launcho.core.disk.AtomicFiles;
import dev.launcho.core.health.ProbeHistory;
import dev.launcho.core.health.Prober;
import dev.launcho.core.health.Probers;
import dev.launcho.core.logs.LogSpool;
import dev.launcho.core.logs.LogWatch;
import dev.launcho.core.model.Event;
import dev.launcho.core.model.HostPort;
import dev.launcho.core.process.HostSettings;
import dev.launcho.core.process.Hosts;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.reconcile.Control;
import dev.launcho.core.reconcile.HostWitness;
import dev.launcho.core.reconcile.Parts;
import dev.launcho.core.reconcile.PortFactory;
import dev.launcho.core.reconcile.TextFile;
import dev.launcho.core.store.EventLog;
import dev.launcho.core.store.Home;
import dev.launcho.core.store.Resources;
import dev.launcho.core.store.Secrets;
import dev.launcho.core.store.Stores;
import dev.launcho.core.target.TargetReader;
import dev.launcho.core.traffic.Capabilities;
import dev.launcho.core.traffic.LoadBalancer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The composition root: builds a server's objects, starts them in order, and ends them in reverse. */
final class Wiring implements AutoCloseable {
    private static final long CHORES_EVERY_SECONDS = 5;

    private final Control control;
    private final AdminServer admin;
    private final ScheduledExecutorService chores;
    private final LogWatch logs;

    private Wiring(Control control, AdminServer admin, ScheduledExecutorService chores, LogWatch logs) {
        this.logs = logs;
        this.control = control;
        this.admin = admin;
        this.chores = chores;
    }

    /**
     * Builds and starts everything.
     *
     * @param watcher is shown each event
     * @param notices events that came up before there was an event log
     * @param shutdown asked by a user; true leaves the instances running; must not block
     * @throws IOException if an address is taken or the home can't be used, with a line for the user
     */
    static Wiring start(
            Home home,
            Settings settings,
            Balancing balancing,
            ServerAuth.Loaded auth,
            String version,
            Consumer<Event> watcher,
            List<String> notices,
            Consumer<Boolean> shutdown)
            throws IOException {
        InetSocketAddress address = adminAddress(settings);
        EventLog events = EventLog.open(home.events());
        BiConsumer<Event.Severity, String> say =
                (severity, message) -> watcher.accept(events.add(Instant.now(), severity, "server", message));
        Consumer<String> warn = message -> say.accept(Event.Severity.WARNING, message);
        notices.forEach(warn);
        settings.warnings().forEach(warn);
        Secrets secrets = Secrets.of(home.extraSecrets(), settings.seal(), settings.configured(), settings.extra());
        secrets.takeOver();
        Resources resources = new Resources(home.storage());
        LogSpool logs = new LogSpool(home.logs(), secrets.redaction()::of);
        ProbeHistory probes = new ProbeHistory(InstantSource.system(), secrets.redaction()::of);
        Control control = new Control(
                new Parts(
                        Stores.files(home, settings.seal(), warn),
                        secrets,
                        id -> resources.find(id).isPresent(),
                        events,
                        logs,
                        targetFile(home.target()),
                        watcher),
                new Ports(home, settings, balancing, resources, probes, say));
        // The services first: until they listen again, those who use them are kept waiting.
        control.start();
        AdminServer admin = null;
        try {
            ServerOperations operations = new ServerOperations(
                    control,
                    resources,
                    events,
                    new LogSources(logs),
                    probes,
                    version,
                    TargetReader.defaultText(),
                    shutdown);
            admin = AdminServer.start(
                    address, new Credentials(home.serverAuth(), auth.auth()), operations, new EventAudit(say));
        } finally {
            if (admin == null) {
                control.close();
            }
        }
        ScheduledExecutorService chores = chores(control, logs, balancing, warn);
        logs.bound();
        LogWatch watch = new LogWatch(logs, control::running, warn);
        watch.start();
        return new Wiring(control, admin, chores, watch);
    }

    /** What nobody waits for. */
    private static ScheduledExecutorService chores(
            Control control, LogSpool logs, Balancing balancing, Consumer<String> warn) {
        ScheduledExecutorService chores = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "chores");
            thread.setDaemon(true);
            return thread;
        });
        chores.execute(() -> cleanUp(balancing, warn));
        chores.scheduleWithFixedDelay(
                () -> logs.pruneGone(control.snapshot().states().keySet()),
                CHORES_EVERY_SECONDS,
                CHORES_EVERY_SECONDS,
                TimeUnit.SECONDS);
        return chores;
    }

    private static void cleanUp(Balancing balancing, Consumer<String> warn) {
        try {
            balancing.cleanUp().ifPresent(warn);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looked at before anything is started: a server that can't take orders is to leave everything as it is. */
    private static InetSocketAddress adminAddress(Settings settings) throws IOException {
        String host = settings.config()
                .adminHost(name -> Optional.ofNullable(settings.configured().get(name)));
        int port = settings.config().adminPort();
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new IOException("server.admin_host: there is no host \"" + host + "\"");
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(address);
            return address;
        } catch (BindException e) {
            throw new IOException("the admin address " + new HostPort(host, port) + " can't be used: " + e.getMessage()
                    + "; set server.admin_host and server.admin_port in launcho-config.yaml");
        }
    }

    private static TextFile targetFile(Path file) {
        return new TextFile() {
            @Override
            public Optional<String> read() throws IOException {
                // Bytes that are no text make a target that is not valid, no refusal to start.
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

    InetSocketAddress adminAddress() {
        return admin.address();
    }

    Control control() {
        return control;
    }

    /** Takes no more orders, then drains and stops everything. @return whether all was gone in time */
    boolean stop() {
        admin.close();
        return control.stop();
    }

    @Override
    public void close() {
        logs.close();
        chores.shutdownNow();
        admin.close();
        control.close();
    }

    /** Makes the ports for the reconciler. */
    private record Ports(
            Home home,
            Settings settings,
            Balancing balancing,
            Resources resources,
            ProbeHistory probes,
            BiConsumer<Event.Severity, String> say)
            implements PortFactory {
        private void warn(String message) {
            say.accept(Event.Severity.WARNING, message);
        }

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
                    Map.copyOf(System.getenv()),
                    this::warn);
            return Hosts.local(host, listener);
        }

        @Override
        public Prober prober(ProcessHost host, Prober.Listener listener) {
            return Probers.loopback(new HostWitness(host), probes.around(listener));
        }

        @Override
        public LoadBalancer balancer(LoadBalancer.Listener listener) throws IOException {
            return balancing.start(listener, say);
        }

        @Override
        public Capabilities capabilities() {
            return balancing.capabilities();
        }
    }
}
