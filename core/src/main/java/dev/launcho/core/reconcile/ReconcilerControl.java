package dev.launcho.core.reconcile;

import dev.launcho.core.event.ChangeAuthor;
import dev.launcho.core.event.ChangeResult;
import dev.launcho.core.event.Event;
import dev.launcho.core.event.EventKind;
import dev.launcho.core.event.ServerEvent;
import dev.launcho.core.health.Prober;
import dev.launcho.core.intent.CapabilityCheck;
import dev.launcho.core.intent.ChangePreview;
import dev.launcho.core.intent.ReferenceSources;
import dev.launcho.core.mailbox.Mailbox;
import dev.launcho.core.mailbox.ReconcilerCalls;
import dev.launcho.core.mailbox.ReconcilerMessage;
import dev.launcho.core.memory.EventJournal;
import dev.launcho.core.memory.PersistedState;
import dev.launcho.core.memory.RolloutLog;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.InstanceNames;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.SecretVisibility;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.process.SurvivingInstance;
import dev.launcho.core.spec.TargetReading;
import dev.launcho.core.store.Revision;
import dev.launcho.core.store.SecretRedaction;
import dev.launcho.core.traffic.ConnectionSummary;
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
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The reconciler with its thread, and the calls that other threads may make to it. A call blocks until the reconciler
 * has handled it; reading {@link #snapshot} does not block.
 */
public final class ReconcilerControl implements AutoCloseable {
    private final Mailbox mailbox = new Mailbox();
    private final ReconcilerCalls calls = new ReconcilerCalls(mailbox);
    private final ReconcilerState world = new ReconcilerState();
    private final RolloutLog rollouts = new RolloutLog();
    private final EventJournal journal;
    private final PersistedState memory;
    private final DesiredStateUpdater updater;
    private final ChangeHandler handler;
    private final ProposalMaker proposals;
    private final SecretRedaction redaction;
    private final Reconciler reconciler;
    private final Thread thread;
    private volatile boolean turned = true;
    private final CompletableFuture<Boolean> finished = new CompletableFuture<>();
    private final LongSupplier peek;

    private final ProcessHost host;
    private final Prober prober;
    private final LoadBalancer balancer;

    /**
     * The clocks, random numbers and rules, which a test replaces.
     *
     * @param clock monotonic, milliseconds; for the reconciler's thread
     * @param peek the same clock, for other threads
     * @param names random numbers for the names of instances
     */
    record Chance(
            InstantSource wall, LongSupplier clock, LongSupplier peek, RandomGenerator names, DecisionRules rules) {
        Chance(InstantSource wall, RunningTime clock, RandomGenerator names, DecisionRules rules) {
            this(wall, clock, clock::peek, names, rules);
        }
    }

    public ReconcilerControl(ReconcilerDependencies parts, PortFactory factory) throws IOException {
        this(
                parts,
                factory,
                new Chance(InstantSource.system(), new RunningTime(), new SecureRandom(), DecisionRules.REAL));
    }

    ReconcilerControl(ReconcilerDependencies parts, PortFactory factory, Chance chance) throws IOException {
        InstantSource wall = chance.wall();
        LongSupplier clock = chance.clock();
        this.peek = chance.peek();
        this.journal = new EventJournal(
                parts.events(), rollouts, wall, parts.watcher(), parts.secrets().redaction());
        this.redaction = parts.secrets().redaction();
        this.memory = new PersistedState(parts.store(), journal);
        redaction.leave(parts.stored());
        parts.secrets().recall(parts.store().secretValues());
        PortEvents reports = new PortEvents(mailbox, journal);
        this.host = factory.host(reports, memory.state().homeId());
        this.prober = factory.prober(host, reports);
        this.balancer = factory.balancer(reports);
        ConnectionSummary summary = new ConnectionSummary(balancer);
        RolloutMonitor monitor = new RolloutMonitor(world, rollouts, summary, parts.logs(), host, memory, wall);
        ReferenceSources sources = new ReferenceSources(memory, parts.secrets(), parts.stored());
        CapabilityCheck capabilities =
                new CapabilityCheck(factory.capabilities(), host::shortfalls, parts.secrets()::get);
        this.updater = new DesiredStateUpdater(world);
        ChangeTransaction transaction = new ChangeTransaction(memory, parts.secrets(), parts.targetFile());
        this.proposals = new ProposalMaker(world, memory, sources, factory::read, capabilities);
        this.handler = new ChangeHandler(
                world,
                memory,
                sources,
                updater,
                monitor,
                parts.targetFile(),
                transaction,
                factory::read,
                proposals,
                journal,
                wall,
                clock);
        ActionExecutor executor = new ActionExecutor(
                world,
                host,
                memory,
                new InstanceNames(chance.names()),
                parts.logs(),
                journal,
                summary,
                monitor,
                updater);
        this.reconciler = new Reconciler(
                world,
                new Reconciler.Ports(mailbox, balancer, prober, journal),
                chance.rules(),
                executor,
                memory,
                monitor,
                clock);
        this.thread = new Thread(this::run, "reconciler");
        new StartupRestore(world, memory, sources, updater, handler, factory::read, journal, monitor, wall, clock)
                .from(new ChangeRecovery(memory, transaction, journal).text(parts.targetFile()));
        List<SurvivingInstance> survivors = host.survivors();
        InstanceAdoption adoption =
                new InstanceAdoption(world, updater, host, memory, factory::read, parts.logs(), journal);
        adoption.take(survivors, clock.getAsLong());
        adoption.lost(host.lost());
        survivors.stream().filter(s -> s.ended().isPresent()).forEach(s -> balancer.ended(s.id()));
        host.lost().forEach(one -> balancer.ended(one.id()));
    }

    /** Starts the reconciler's thread. */
    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns the reconciler to a caller that runs it on its own thread, without waiting, instead of {@link #start}. */
    Reconciler reconciler() {
        return reconciler;
    }

    /** On the reconciler's thread only. */
    ChangeHandler handler() {
        return handler;
    }

    /** On the reconciler's thread only. */
    DesiredStateUpdater updater() {
        return updater;
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
            // Nothing is supervised any more: it is better to end the whole server, which is then started again.
            journal.tell(
                    Event.Severity.ERROR,
                    "server",
                    new ServerEvent.PartFailed(ServerEvent.Part.RECONCILER, e.toString(), false));
            finished.completeExceptionally(e);
        }
    }

    /** Returns the last published snapshot. Any thread. */
    public ReconcilerSnapshot snapshot() {
        return reconciler.snapshot();
    }

    /** Returns milliseconds of the same clock as a snapshot's times. Any thread. */
    public long now() {
        return peek.getAsLong();
    }

    /** Returns the instances that are not yet forgotten, each with its process. Any thread. */
    public Map<InstanceId, String> running() {
        Map<InstanceId, String> running = new HashMap<>();
        snapshot().states().forEach((process, s) -> s.instances().forEach(i -> running.put(i.id(), process)));
        return running;
    }

    public RolloutLog rollouts() {
        return rollouts;
    }

    /** Returns the redaction that removes the values of secrets from texts. Any thread. */
    public SecretRedaction redaction() {
        return redaction;
    }

    public LoadBalancer balancer() {
        return balancer;
    }

    public ProcessHost host() {
        return host;
    }

    /** @param expected the revision that the author has seen; empty if any will do */
    public ChangeResult target(TargetReading reading, String text, OptionalLong expected, ChangeAuthor who)
            throws IOException {
        return calls.change(() -> handler.target(reading, text, expected, who));
    }

    /** @param expected as for {@link #target} */
    public ChangeResult secret(String name, String value, OptionalLong expected, ChangeAuthor who) throws IOException {
        return calls.change(() -> handler.secret(name, value, expected, who));
    }

    /**
     * @param revision to return to; empty for the last one that went live before the current one
     * @param expected as for {@link #target}
     */
    public ChangeResult rollback(OptionalLong revision, OptionalLong expected, ChangeAuthor who) throws IOException {
        return calls.change(() -> handler.rollback(revision, expected, who));
    }

    /** Returns what {@link #target} would do. */
    public ChangePreview previewTarget(TargetReading reading, String text, SecretVisibility clearance)
            throws IOException {
        return calls.ask(() -> proposals.preview(reading, text, clearance));
    }

    /** Returns what {@link #secret} would do. As there, what the machine can't do with it is a notice, not a refusal. */
    public ChangePreview previewSecret(String name, String value) throws IOException {
        return calls.ask(() -> proposals.secret(name, value).preview());
    }

    /** Returns what {@link #rollback} would do. */
    public ChangePreview previewRollback(OptionalLong revision, SecretVisibility clearance) throws IOException {
        return calls.ask(() -> proposals.previewRollback(revision, clearance));
    }

    /** Returns the kept revisions, oldest first. */
    public List<Revision.Head> history() throws IOException {
        return calls.ask(memory::history);
    }

    public Optional<Revision> revision(long number) throws IOException {
        return calls.ask(() -> memory.revision(number));
    }

    /** @param expected as for {@link #target} */
    public ChangeResult removeSecret(String name, OptionalLong expected) throws IOException {
        return calls.change(() -> handler.remove(name, expected));
    }

    public Map<String, String> secrets() throws IOException {
        return calls.ask(handler::secrets);
    }

    /** Reports that a resource was stored: processes that wait for it continue, sooner or later. */
    public void resourceStored() {
        calls.tell(handler::resourceStored);
    }

    public ChangeResult restartProcess(String name) throws IOException {
        return calls.change(() -> handler.restart(name));
    }

    public ChangeResult restartInstance(Instance instance) throws IOException {
        return calls.change(() -> handler.restart(instance));
    }

    public ChangeResult pause(String process, ChangeAuthor who) throws IOException {
        return calls.change(() -> handler.pause(process, who));
    }

    public ChangeResult resume(String process, ChangeAuthor who) throws IOException {
        return calls.change(() -> handler.resume(process, who));
    }

    public ChangeResult clearBackoff(String process, ChangeAuthor who) throws IOException {
        return calls.change(() -> handler.clearBackoff(process, who));
    }

    public void tell(Event.Severity severity, String subject, EventKind fact) {
        journal.tell(severity, subject, fact);
    }

    /** Returns whether the reconciler has taken a turn since the last call, and requests the next. Does not block. */
    public boolean responds() {
        boolean answered = turned;
        turned = false;
        mailbox.send(new ReconcilerMessage.Ask(() -> turned = true));
        return answered;
    }

    /**
     * Returns a future that completes with true once all has been stopped. It completes with false if the thread was
     * interrupted before, and exceptionally if the reconciler failed.
     */
    public CompletableFuture<Boolean> finished() {
        return finished;
    }

    /**
     * Drains and stops everything. It waits for 5 s plus the longest drain and stop time of any process. That time
     * counts once, and once more for each process with {@code after}. It waits for as long again if fewer instances are left.
     *
     * @param waits receives before each wait how long it may take, in milliseconds
     * @return whether all was gone in time
     */
    public boolean stop(LongConsumer waits) {
        mailbox.send(new ReconcilerMessage.Ask(updater::stop));
        long slowest = 0;
        long ordered = 1;
        for (var d : snapshot().desired().values()) {
            Policy policy = d.policy();
            slowest = Math.max(
                    slowest, policy.drain().toMillis() + policy.stop().timeout().toMillis());
            ordered += policy.after().isEmpty() ? 0 : 1;
        }
        return StopPatience.await(finished, 5_000 + ordered * slowest, this::instancesLeft, waits);
    }

    private int instancesLeft() {
        return snapshot().states().values().stream()
                .mapToInt(state -> state.instances().size())
                .sum();
    }

    /** Ends the threads; instances that still run keep running. */
    @Override
    public void close() {
        thread.interrupt();
        prober.close();
        balancer.close();
        host.close();
    }

    /** Returns the state of a process, for messages. */
    public Optional<ProcessState> state(String process) {
        return Optional.ofNullable(snapshot().states().get(process));
    }
}
