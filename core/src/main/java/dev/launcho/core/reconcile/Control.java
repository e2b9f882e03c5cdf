package dev.launcho.core.reconcile;

import dev.launcho.core.health.Prober;
import dev.launcho.core.model.Event;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.process.Survivor;
import dev.launcho.core.store.Revision;
import dev.launcho.core.target.TargetReading;
import dev.launcho.core.traffic.LoadBalancer;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The reconciler with its thread, and what other threads may ask of it. Asking blocks until the reconciler has dealt with
 * it; reading {@link #snapshot} does not.
 */
public final class Control implements AutoCloseable {
    private final Mailbox mailbox = new Mailbox();
    private final Questions questions = new Questions(mailbox);
    private final World world = new World();
    private final RolloutLog rollouts = new RolloutLog();
    private final Journal journal;
    private final Memory memory;
    private final Aims aims;
    private final Desk desk;
    private final Previews previews;
    private final Reconciler reconciler;
    private final Thread thread;
    private volatile boolean turned = true;
    private final CompletableFuture<Boolean> finished = new CompletableFuture<>();
    private final LongSupplier clock;

    private final ProcessHost host;
    private final Prober prober;
    private final LoadBalancer balancer;

    /**
     * What a test has in its hands.
     *
     * @param clock monotonic, milliseconds
     * @param names chance, for the names of instances
     */
    record Chance(InstantSource wall, LongSupplier clock, RandomGenerator names, Rules rules) {
        Chance(InstantSource wall, LongSupplier clock, RandomGenerator names) {
            this(wall, clock, names, Rules.REAL);
        }
    }

    public Control(Parts parts, PortFactory factory) throws IOException {
        this(parts, factory, new Chance(InstantSource.system(), new RunningTime(), new SecureRandom()));
    }

    Control(Parts parts, PortFactory factory, Chance chance) throws IOException {
        InstantSource wall = chance.wall();
        this.clock = chance.clock();
        this.journal = new Journal(
                parts.events(), rollouts, wall, parts.watcher(), parts.secrets().redaction());
        this.memory = new Memory(parts.store(), journal);
        Reports reports = new Reports(mailbox, journal);
        this.host = factory.host(reports, memory.state().homeId());
        this.prober = factory.prober(host, reports);
        this.balancer = factory.balancer(reports);
        Receipt receipt = new Receipt(balancer);
        Ending ending = new Ending(world, rollouts, receipt, parts.logs(), host, memory, wall);
        Sources sources = new Sources(memory, parts.secrets(), parts.stored());
        Fitness fitness = new Fitness(factory.capabilities(), parts.secrets()::get);
        this.aims = new Aims(world);
        Whole whole = new Whole(memory, parts.secrets(), parts.targetFile());
        this.desk = new Desk(
                world,
                memory,
                sources,
                aims,
                ending,
                parts.targetFile(),
                whole,
                factory::read,
                fitness,
                journal,
                wall,
                clock);
        this.previews = new Previews(world, memory, sources, fitness);
        Executor executor = new Executor(
                world, host, memory, new Names(chance.names()), parts.logs(), journal, receipt, ending, aims);
        this.reconciler = new Reconciler(
                world,
                new Reconciler.Ports(mailbox, balancer, prober, journal),
                chance.rules(),
                executor,
                memory,
                ending,
                clock);
        this.thread = new Thread(this::run, "reconciler");
        new Resumption(world, memory, sources, aims, desk, factory::read, journal, ending, wall, clock)
                .from(new Recovery(memory, whole, journal).text(parts.targetFile()));
        List<Survivor> survivors = host.survivors();
        new Adoption(world, aims, host, memory, factory::read, parts.logs(), journal)
                .take(survivors, clock.getAsLong());
        survivors.stream().filter(s -> s.ended().isPresent()).forEach(s -> balancer.ended(s.id()));
    }

    /** Begins to reconcile. */
    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** In the place of {@link #start}: the reconciler on the caller's thread, which never waits. */
    Reconciler reconciler() {
        return reconciler;
    }

    /** On the reconciler's thread only. */
    Desk desk() {
        return desk;
    }

    /** On the reconciler's thread only. */
    Aims aims() {
        return aims;
    }

    private void run() {
        try {
            while (!reconciler.finished()) {
                reconciler.step(RunningTime.OFTEN_MILLIS);
            }
            memory.settle();
            finished.complete(true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            finished.complete(false);
        } catch (RuntimeException | Error e) {
            // Nothing is supervised any more: better the whole server ends, and is started again, than half of it.
            journal.tell(Event.Severity.ERROR, "server", "the reconciler failed: " + e);
            finished.completeExceptionally(e);
        }
    }

    /** Any thread; what was last seen. */
    public Snapshot snapshot() {
        return reconciler.snapshot();
    }

    /** Any thread; milliseconds of the clock that a snapshot's times are of. */
    public long now() {
        return clock.getAsLong();
    }

    /** Any thread; instances that are not forgotten yet, with their process. */
    public Map<InstanceId, String> running() {
        Map<InstanceId, String> running = new HashMap<>();
        snapshot().states().forEach((process, s) -> s.instances().forEach(i -> running.put(i.id(), process)));
        return running;
    }

    public RolloutLog rollouts() {
        return rollouts;
    }

    public LoadBalancer balancer() {
        return balancer;
    }

    public ProcessHost host() {
        return host;
    }

    /** @param expected the revision that its author has seen; empty for whichever there is */
    public Changed target(TargetReading reading, String text, OptionalLong expected, Who who) throws IOException {
        return questions.ask(() -> desk.target(reading, text, expected, who));
    }

    public Changed secret(String name, String value, Who who) throws IOException {
        return questions.ask(() -> desk.secret(name, value, who));
    }

    /** @param revision empty for the last that went live before the current one */
    public Changed rollback(OptionalLong revision, Who who) throws IOException {
        return questions.ask(() -> desk.rollback(revision, who));
    }

    /** What {@link #target} would do. */
    public Preview previewTarget(TargetReading reading, String text) throws IOException {
        return questions.ask(() -> previews.target(reading, text));
    }

    /** What {@link #secret} would do. */
    public Preview previewSecret(String name, String value) throws IOException {
        return questions.ask(() -> previews.secret(name, value));
    }

    /** What {@link #rollback} would do. */
    public Preview previewRollback(OptionalLong revision) throws IOException {
        return questions.ask(() -> previews.rollback(revision));
    }

    /** Those that are kept, oldest first. */
    public List<Revision.Head> history() throws IOException {
        return questions.ask(memory::history);
    }

    public Optional<Revision> revision(long number) throws IOException {
        return questions.ask(() -> memory.revision(number));
    }

    /** @return false if it is a secret of the configuration file */
    public boolean removeSecret(String name) throws IOException {
        return questions.ask(() -> desk.remove(name));
    }

    public Map<String, String> secrets() throws IOException {
        return questions.ask(desk::secrets);
    }

    public void resourceStored() throws IOException {
        questions.ask(() -> {
            desk.resourceStored();
            return true;
        });
    }

    public Changed restartProcess(String name) throws IOException {
        return questions.ask(() -> desk.restart(name));
    }

    public Changed restartInstance(Instance instance) throws IOException {
        return questions.ask(() -> desk.restart(instance));
    }

    public Changed pause(String process, Who who) throws IOException {
        return questions.ask(() -> desk.pause(process, who));
    }

    public Changed resume(String process, Who who) throws IOException {
        return questions.ask(() -> desk.resume(process, who));
    }

    public Changed clearBackoff(String process, Who who) throws IOException {
        return questions.ask(() -> desk.clearBackoff(process, who));
    }

    public void tell(Event.Severity severity, String subject, String message) {
        journal.tell(severity, subject, message);
    }

    /** Whether the reconciler has taken a turn since this was last asked; asks it for one. Does not block. */
    public boolean responds() {
        boolean answered = turned;
        turned = false;
        mailbox.send(new Message.Ask(() -> turned = true));
        return answered;
    }

    /** Resolves true when all has been stopped, exceptionally when the reconciler failed. */
    public CompletableFuture<Boolean> finished() {
        return finished;
    }

    /**
     * Drains and stops everything, within the longest drain and stop time of any process, as often as processes wait for
     * each other.
     *
     * @return whether all was gone in time
     */
    public boolean stop() {
        mailbox.send(new Message.Ask(aims::stop));
        long slowest = 0;
        long ordered = 1;
        for (var d : snapshot().desired().values()) {
            Policy policy = d.policy();
            slowest = Math.max(
                    slowest, policy.drain().toMillis() + policy.stop().timeout().toMillis());
            ordered += policy.after().isEmpty() ? 0 : 1;
        }
        long bound = 5_000 + ordered * slowest;
        try {
            return finished.get(bound, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Ends the threads; instances that still run live on. */
    @Override
    public void close() {
        thread.interrupt();
        prober.close();
        balancer.close();
        host.close();
    }

    /** The state of a process, for messages. */
    public Optional<ProcessState> state(String process) {
        return Optional.ofNullable(snapshot().states().get(process));
    }
}
