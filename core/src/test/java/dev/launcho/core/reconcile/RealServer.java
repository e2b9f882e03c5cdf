package dev.launcho.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.event.EventSentence;
import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.event.RolloutProgress;
import dev.launcho.core.health.ProbeHistory;
import dev.launcho.core.health.Prober;
import dev.launcho.core.health.ProberFactory;
import dev.launcho.core.logs.LogSpool;
import dev.launcho.core.memory.TextFile;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.Phase;
import dev.launcho.core.net.PortBlock;
import dev.launcho.core.process.DyingHost;
import dev.launcho.core.process.HostFactory;
import dev.launcho.core.process.HostSettings;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.spec.TargetReader;
import dev.launcho.core.spec.TargetReading;
import dev.launcho.core.store.EventLog;
import dev.launcho.core.store.HomeDirectory;
import dev.launcho.core.store.ResourceStore;
import dev.launcho.core.store.SecretSeal;
import dev.launcho.core.store.SecretStore;
import dev.launcho.core.store.StoreFactory;
import dev.launcho.core.traffic.FakeBalancer;
import dev.launcho.core.traffic.LoadBalancer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A server's core with real processes, probes and files; only the balancer is a fake. */
public final class RealServer implements AutoCloseable, PortFactory {
    public static final Duration SOON = Duration.ofSeconds(30);

    final Queue<String> diary = new ConcurrentLinkedQueue<>();
    final Queue<String> warnings = new ConcurrentLinkedQueue<>();
    public final HomeDirectory home;
    public final LogSpool logs;
    public final ReconcilerControl control;
    public final ResourceStore resources;
    public final EventLog events;
    public final ProbeHistory probes = new ProbeHistory(InstantSource.system());

    String homeId = "";
    private final PortBlock block = PortBlock.of(20);
    private final int steps;

    public RealServer(Path dir) throws IOException {
        this(dir, 0);
    }

    /** @param steps of launches, after which it dies; 0 = it does not */
    RealServer(Path dir, int steps) throws IOException {
        this.steps = steps;
        home = new HomeDirectory(dir);
        StoreFactory.prepare(home);
        logs = new LogSpool(home.logs());
        resources = new ResourceStore(home.storage());
        events = EventLog.open(home.events());
        control = new ReconcilerControl(
                new ReconcilerDependencies(
                        StoreFactory.files(
                                home, new SecretSeal(new byte[32]), fact -> warnings.add(EventSentence.of(fact))),
                        SecretStore.of(home.extraSecrets(), new SecretSeal(new byte[32]), Map.of(), Map.of()),
                        id -> resources.find(id).isPresent(),
                        events,
                        logs,
                        targetFile(),
                        event -> {}),
                this);
        control.start();
    }

    private TextFile targetFile() {
        return new TextFile() {
            @Override
            public Optional<String> read() throws IOException {
                return Files.exists(home.target()) ? Optional.of(Files.readString(home.target())) : Optional.empty();
            }

            @Override
            public void write(String text) throws IOException {
                Files.writeString(home.target(), text);
            }
        };
    }

    @Override
    public ProcessHost host(ProcessHost.Listener listener, String ofHome) throws IOException {
        homeId = ofHome;
        HostSettings settings = new HostSettings(
                homeId,
                home.instances(),
                home.work(),
                resources::data,
                block.first(),
                block.end(),
                Map.of("PATH", "/usr/local/bin:/usr/bin:/bin"),
                warnings::add,
                LogSpool::create);
        return steps == 0 ? HostFactory.local(settings, listener) : DyingHost.local(settings, listener, steps);
    }

    @Override
    public Prober prober(ProcessHost host, Prober.Listener listener) {
        return ProberFactory.loopback(new HostWitness(host), probes.around(listener));
    }

    @Override
    public LoadBalancer balancer(LoadBalancer.Listener listener) {
        return new FakeBalancer(listener, diary::add);
    }

    /** Sets a target and waits until its rollout has ended. */
    public RolloutProgress deploy(String yaml) throws IOException, InterruptedException {
        TargetReading reading = TargetReader.read("target.yaml", yaml);
        assertThat(reading.problems()).isEmpty();
        long revision =
                control.target(reading, yaml, OptionalLong.empty(), Rig.ANA).revision();
        RolloutProgress rollout;
        int seen = 0;
        do {
            rollout = control.rollouts().await(revision, seen, SOON).orElseThrow();
            seen = rollout.steps().size();
        } while (rollout.outcome() == RolloutOutcome.RUNNING);
        return rollout;
    }

    public List<Instance> ready(String process) {
        return control.state(process).stream()
                .flatMap(s -> s.instances().stream())
                .filter(i -> i.phase() == Phase.READY)
                .toList();
    }

    public Instance one(String process) {
        await().atMost(SOON).until(() -> ready(process).size() == 1);
        return ready(process).get(0);
    }

    @Override
    public void close() {
        boolean stopped = control.stop(millis -> {});
        control.close();
        try {
            block.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(stopped).as("all was gone in time").isTrue();
    }
}
