package dev.launcho.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.health.ProbeHistory;
import dev.launcho.core.health.Prober;
import dev.launcho.core.health.Probers;
import dev.launcho.core.logs.LogSpool;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.RolloutOutcome;
import dev.launcho.core.process.DyingHost;
import dev.launcho.core.process.HostSettings;
import dev.launcho.core.process.Hosts;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.store.EventLog;
import dev.launcho.core.store.Home;
import dev.launcho.core.store.Resources;
import dev.launcho.core.store.Seal;
import dev.launcho.core.store.Secrets;
import dev.launcho.core.store.Stores;
import dev.launcho.core.target.TargetReader;
import dev.launcho.core.target.TargetReading;
import dev.launcho.core.traffic.FakeBalancer;
import dev.launcho.core.traffic.LoadBalancer;
import java.io.IOException;
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
    public final Home home;
    public final LogSpool logs;
    public final Control control;
    public final Resources resources;
    public final EventLog events;
    public final ProbeHistory probes = new ProbeHistory(InstantSource.system());

    String homeId = "";
    private final int steps;

    public RealServer(Path dir) throws IOException {
        this(dir, 0);
    }

    /** @param steps of launches, after which it dies; 0 = it does not */
    RealServer(Path dir, int steps) throws IOException {
        this.steps = steps;
        home = new Home(dir);
        Stores.prepare(home);
        logs = new LogSpool(home.logs());
        resources = new Resources(home.storage());
        events = EventLog.open(home.events());
        control = new Control(
                new Parts(
                        Stores.files(home, new Seal(new byte[32]), warnings::add),
                        Secrets.of(home.extraSecrets(), new Seal(new byte[32]), Map.of(), Map.of()),
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
        int first = 30_000 + (int) (ProcessHandle.current().pid() % 130) * 20;
        HostSettings settings = new HostSettings(
                homeId,
                home.instances(),
                home.work(),
                resources::data,
                first,
                first + 20,
                Map.of("PATH", "/usr/local/bin:/usr/bin:/bin"),
                warnings::add);
        return steps == 0 ? Hosts.local(settings, listener) : DyingHost.local(settings, listener, steps);
    }

    @Override
    public Prober prober(ProcessHost host, Prober.Listener listener) {
        return Probers.loopback(new HostWitness(host), probes.around(listener));
    }

    @Override
    public LoadBalancer balancer(LoadBalancer.Listener listener) {
        return new FakeBalancer(listener, diary::add);
    }

    /** Sets a target and waits until its rollout has ended. */
    public RolloutLog.Rollout deploy(String yaml) throws IOException, InterruptedException {
        TargetReading reading = TargetReader.read("target.yaml", yaml);
        assertThat(reading.problems()).isEmpty();
        long revision =
                control.target(reading, yaml, OptionalLong.empty(), Rig.ANA).revision();
        RolloutLog.Rollout rollout;
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
        boolean stopped = control.stop();
        control.close();
        assertThat(stopped).as("all was gone in time").isTrue();
    }
}
