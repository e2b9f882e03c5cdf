package dev.launcho.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.event.ChangeAuthor;
import dev.launcho.core.event.ChangeResult;
import dev.launcho.core.event.Event;
import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.event.RolloutProgress;
import dev.launcho.core.health.FakeProber;
import dev.launcho.core.health.Prober;
import dev.launcho.core.logs.LogSpool;
import dev.launcho.core.memory.TextFile;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.process.FakeProcessHost;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.process.SurvivingInstance;
import dev.launcho.core.spec.TargetReader;
import dev.launcho.core.spec.TargetReading;
import dev.launcho.core.store.EventLog;
import dev.launcho.core.store.FakeStateStore;
import dev.launcho.core.store.SecretStore;
import dev.launcho.core.traffic.BalancerCapabilities;
import dev.launcho.core.traffic.FakeBalancer;
import dev.launcho.core.traffic.LoadBalancer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

/** A server's core on fakes: the test owns the clock, and is the reconciler's thread. */
public final class Rig implements PortFactory {
    public static final ChangeAuthor ANA = new ChangeAuthor("ana@laptop", "127.0.0.1", "");
    private static final Duration TICK = Duration.ofMillis(250);

    public final FakeStateStore store = new FakeStateStore();
    public final Set<String> stored = new HashSet<>();
    public final List<String> diary = new ArrayList<>();
    public final List<Event> events = new ArrayList<>();
    final LogSpool logs;
    Optional<String> file = Optional.empty();

    /** Of the balancer of the next server. */
    BalancerCapabilities capabilities = BalancerCapabilities.ALL;

    public FakeProcessHost host;
    FakeProber prober;
    public FakeBalancer balancer;
    public ReconcilerControl control;

    /** What the next server finds. */
    List<SurvivingInstance> survivors = List.of();

    /** Which launches fail from the start of the next server on. */
    Predicate<ProcessHost.Launch> broken = launch -> false;

    /** Which take no notice of a signal, likewise. */
    Predicate<ProcessHost.Launch> deaf = launch -> false;

    SecretStore secrets;
    private Map<String, String> kept = Map.of();
    private final EventLog log;
    private long now = 1_000_000;

    /** How often the reconciler's clock was read. */
    int readings;

    public Rig(Path dir) {
        this.logs = new LogSpool(dir.resolve("logs"));
        this.log = EventLog.open(dir.resolve("events.jsonl"));
        start();
    }

    /** As after a crash, or a clean end: only what was stored is left. */
    void start() {
        secrets = SecretStore.kept(this::keep, Map.of("CONFIGURED", "c"), kept);
        ReconcilerDependencies parts =
                new ReconcilerDependencies(store, secrets, stored::contains, log, logs, new InMemory(), events::add);
        try {
            control = new ReconcilerControl(
                    parts,
                    this,
                    new ReconcilerControl.Chance(
                            () -> Instant.ofEpochMilli(now), this::read, () -> now, new Random(7), DecisionRules.REAL));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        settle();
    }

    private long read() {
        readings++;
        return now;
    }

    private void keep(Map<String, String> extra) throws IOException {
        store.write();
        kept = Map.copyOf(extra);
    }

    private final class InMemory implements TextFile {
        @Override
        public Optional<String> read() {
            return file;
        }

        @Override
        public void write(String text) throws IOException {
            store.write();
            file = Optional.of(text);
        }
    }

    @Override
    public ProcessHost host(ProcessHost.Listener listener, String homeId) {
        host = new FakeProcessHost(listener, diary::add);
        host.survivors = survivors;
        host.broken = broken;
        host.deaf = deaf;
        return host;
    }

    @Override
    public Prober prober(ProcessHost of, Prober.Listener listener) {
        prober = new FakeProber(listener);
        return prober;
    }

    @Override
    public LoadBalancer balancer(LoadBalancer.Listener listener) {
        balancer = new FakeBalancer(listener, diary::add);
        return balancer;
    }

    @Override
    public BalancerCapabilities capabilities() {
        return capabilities;
    }

    public ChangeResult target(String yaml) {
        TargetReading reading = TargetReader.read("target.yaml", yaml);
        assertThat(reading.problems()).isEmpty();
        return ask(() -> control.target(reading, yaml, OptionalLong.empty(), ANA));
    }

    public ChangeResult secret(String name, String value) {
        return ask(() -> control.secret(name, value, OptionalLong.empty(), ANA));
    }

    /** Asks from another thread, as users do, while this one is the reconciler's. */
    public <T> T ask(Callable<T> what) {
        CompletableFuture<T> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return what.call();
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
        while (!answer.isDone()) {
            step();
        }
        settle();
        return answer.join();
    }

    /** The server is told to stop, by a thread that waits for it. */
    void stop() {
        Thread stop = new Thread(() -> control.stop(millis -> {}), "stop");
        stop.setDaemon(true);
        stop.start();
        while (!control.snapshot().stopping()) {
            step();
        }
        settle();
    }

    private void step() {
        try {
            control.reconciler().step(0);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Lets everything that happened come to its end. */
    public void settle() {
        int before;
        do {
            before = diary.size();
            step();
            step();
            assertThat(FakeBalancer.active(balancer.table()))
                    .as("in rotation: " + diary)
                    .allMatch(id ->
                            instance(id).phase() == Phase.READY || instance(id).phase() == Phase.UNREADY);
            assertThat(control.snapshot().routes()).as("what readers see").isEqualTo(balancer.table());
        } while (diary.size() > before);
    }

    public void run(Duration time) {
        long end = now + time.toMillis();
        long tick = now + TICK.toMillis();
        while (now < end) {
            now = Math.min(
                    end, Math.min(tick, Math.max(now + 1, control.reconciler().nextWakeAt())));
            if (now == tick) {
                prober.round();
                tick += TICK.toMillis();
            }
            settle();
        }
    }

    public void seconds(int count) {
        run(Duration.ofSeconds(count));
    }

    ProcessState state(String process) {
        return control.snapshot().states().getOrDefault(process, ProcessState.initial(process));
    }

    public Instance instance(InstanceId id) {
        return control.snapshot().states().values().stream()
                .flatMap(s -> s.instance(id).stream())
                .findFirst()
                .orElseThrow(() -> new AssertionError(id + " is not there: " + diary));
    }

    public List<InstanceId> ready(String process) {
        return state(process).instances().stream()
                .filter(i -> i.phase() == Phase.READY)
                .map(Instance::id)
                .toList();
    }

    public RolloutProgress rollout() {
        return control.rollouts().current().orElseThrow();
    }

    public RolloutOutcome outcome() {
        return rollout().outcome();
    }
}
