package dev.launcho.core.reconcile;

import dev.launcho.core.health.Prober;
import dev.launcho.core.logs.LogSpool;
import dev.launcho.core.model.Event;
import dev.launcho.core.model.Exit;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.process.Survivor;
import dev.launcho.core.store.EventLog;
import dev.launcho.core.store.Revision;
import dev.launcho.core.store.Secrets;
import dev.launcho.core.store.StateStore;
import dev.launcho.core.target.TargetReader;
import dev.launcho.core.target.TargetReading;
import dev.launcho.core.traffic.Capabilities;
import dev.launcho.core.traffic.LoadBalancer;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * The reconciler with its thread, and what other threads may ask of it. Asking blocks until the reconciler has dealt with
 * it; reading {@link #snapshot} does not.
 */
public final class Control implements AutoCloseable {
    private static final long LONGEST_SLEEP = 60_000;
    private static final long ANSWER_SECONDS = 30;

    private final Mailbox mailbox = new Mailbox();
    private final World world = new World();
    private final RolloutLog rollouts = new RolloutLog();
    private final Journal journal;
    private final Memory memory;
    private final Desk desk;
    private final Reconciler reconciler;
    private final Thread thread;
    private volatile boolean turned = true;
    private final CompletableFuture<Boolean> finished = new CompletableFuture<>();

    /**
     * What it is made of.
     *
     * @param host made with {@link #hostListener}, and so on: each tells the mailbox
     * @param stored whether a resource is there
     * @param targetFile where the current target's text is kept
     * @param watcher is shown each event
     */
    public record Parts(
            StateStore store,
            Secrets secrets,
            Predicate<String> stored,
            EventLog events,
            LogSpool logs,
            TextFile targetFile,
            Consumer<Event> watcher) {}

    /** A file that holds one text. */
    public interface TextFile {
        /** Empty if there is none. */
        Optional<String> read() throws IOException;

        void write(String text) throws IOException;
    }

    /** Makes the ports, once there is a mailbox for what they tell. */
    public interface PortFactory {
        ProcessHost host(ProcessHost.Listener listener, String homeId) throws IOException;

        Prober prober(ProcessHost host, Prober.Listener listener);

        LoadBalancer balancer(LoadBalancer.Listener listener) throws IOException;

        /** What that balancer can't do. */
        default Capabilities capabilities() {
            return Capabilities.ALL;
        }
    }

    private final ProcessHost host;
    private final Prober prober;
    private final LoadBalancer balancer;

    /**
     * What a test has in its hands.
     *
     * @param clock monotonic, milliseconds
     * @param names chance, for the names of instances
     */
    record Chance(InstantSource wall, LongSupplier clock, RandomGenerator names) {}

    public Control(Parts parts, PortFactory factory) throws IOException {
        this(
                parts,
                factory,
                new Chance(
                        InstantSource.system(),
                        () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
                        new SecureRandom()));
    }

    Control(Parts parts, PortFactory factory, Chance chance) throws IOException {
        InstantSource wall = chance.wall();
        LongSupplier clock = chance.clock();
        this.journal = new Journal(parts.events(), rollouts, wall, parts.watcher());
        this.memory = new Memory(parts.store(), journal);
        this.host = factory.host(hostListener(), memory.state().homeId());
        this.prober = factory.prober(host, this::probed);
        this.balancer = factory.balancer(trafficListener());
        Receipt receipt = new Receipt(balancer);
        Ending ending = new Ending(world, rollouts, receipt, parts.logs(), host, memory);
        this.desk = new Desk(
                world,
                memory,
                parts.secrets(),
                parts.stored(),
                ending,
                parts.targetFile()::write,
                factory.capabilities(),
                wall,
                clock);
        Executor executor = new Executor(
                world, host, memory, new Names(chance.names()), parts.logs(), journal, receipt, ending, desk);
        this.reconciler = new Reconciler(
                world, new Reconciler.Ports(mailbox, balancer, prober, journal), executor, ending, clock);
        this.thread = new Thread(this::run, "reconciler");
        resume(parts.targetFile());
        List<Survivor> survivors = host.survivors();
        desk.adopt(survivors, host, parts.logs(), journal);
        survivors.stream().filter(s -> s.ended().isPresent()).forEach(s -> balancer.ended(s.id()));
    }

    private ProcessHost.Listener hostListener() {
        return new ProcessHost.Listener() {
            @Override
            public void launched(InstanceId id, long pid, Map<String, Integer> ports) {
                mailbox.send(new Message.Launched(id, pid, ports));
            }

            @Override
            public void exited(InstanceId id, Exit exit) {
                mailbox.send(new Message.Exited(id, exit));
            }
        };
    }

    private void probed(InstanceId id, boolean healthy, String answer, String address) {
        mailbox.send(new Message.Probed(id, healthy, answer, address));
    }

    private LoadBalancer.Listener trafficListener() {
        return new LoadBalancer.Listener() {
            @Override
            public void listening(String service) {
                mailbox.send(new Message.Listens(service, ""));
            }

            @Override
            public void listenFailed(String service, String message) {
                mailbox.send(new Message.Listens(service, message));
            }

            @Override
            public void drained(InstanceId instance) {
                mailbox.send(new Message.Drained(instance));
            }

            @Override
            public void warned(String subject, String message) {
                journal.tell(Event.Severity.WARNING, subject, message);
            }
        };
    }

    /** A target file that was put there or edited by hand counts, if it is valid; else the last revision does. */
    private void resume(TextFile file) throws IOException {
        Optional<Revision> last = memory.revision(memory.state().revision());
        String text = file.read().or(() -> last.map(Revision::target)).orElse("");
        if (text.isEmpty()) {
            return;
        }
        TargetReading reading = TargetReader.read("launcho-target.yaml", text);
        if (!reading.valid()) {
            reading.problems().forEach(p -> journal.tell(Event.Severity.ERROR, "server", p.toString()));
            journal.tell(Event.Severity.ERROR, "server", "launcho-target.yaml is not valid, " + insteadOf(last));
            resumeLast(last);
        } else if (last.isPresent() && last.get().target().equals(text)) {
            desk.resume(last, text, reading.target());
        } else {
            resumeLast(last);
            try {
                desk.target(reading, text, new Desk.Who("launcho-target.yaml", "this machine"));
            } catch (Unfit e) {
                e.lines().forEach(line -> journal.tell(Event.Severity.ERROR, "server", line));
                journal.tell(Event.Severity.ERROR, "server", "launcho-target.yaml can't be run, " + insteadOf(last));
            }
        }
    }

    private static String insteadOf(Optional<Revision> last) {
        return last.isPresent() ? "revision " + last.get().number() + " is run instead" : "nothing is run";
    }

    private void resumeLast(Optional<Revision> last) {
        last.ifPresent(r -> {
            TargetReading reading = TargetReader.read("revision " + r.number(), r.target());
            if (reading.valid()) {
                desk.resume(last, r.target(), reading.target());
            }
        });
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

    private void run() {
        try {
            while (!reconciler.finished()) {
                reconciler.step(LONGEST_SLEEP);
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

    public Changed target(TargetReading reading, String text, String user, String from) throws IOException {
        return ask(() -> desk.target(reading, text, new Desk.Who(user, from)));
    }

    public Changed secret(String name, String value, String user, String from) throws IOException {
        return ask(() -> desk.secret(name, value, new Desk.Who(user, from)));
    }

    /** @return false if it is a secret of the configuration file */
    public boolean removeSecret(String name) throws IOException {
        return ask(() -> desk.remove(name));
    }

    public Map<String, String> secrets() throws IOException {
        return ask(desk::secrets);
    }

    public void resourceStored() throws IOException {
        ask(() -> {
            desk.resourceStored();
            return true;
        });
    }

    public Changed restartProcess(String name) throws IOException {
        return ask(() -> desk.restart(name));
    }

    public Changed restartInstance(Instance instance) throws IOException {
        return ask(() -> desk.restart(instance));
    }

    public void tell(Event.Severity severity, String subject, String message) {
        journal.tell(severity, subject, message);
    }

    private <T> T ask(Callable<T> what) throws IOException {
        CompletableFuture<T> result = new CompletableFuture<>();
        CompletableFuture<T> answer = new CompletableFuture<>();
        Runnable call = () -> {
            try {
                result.complete(what.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        };
        mailbox.send(new Message.Ask(
                call,
                () -> result.whenComplete((value, failure) -> {
                    if (failure == null) {
                        answer.complete(value);
                    } else {
                        answer.completeExceptionally(failure);
                    }
                })));
        try {
            return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("the server did not get to it in " + ANSWER_SECONDS + " s, is its disk stuck?");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted");
        }
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
        mailbox.send(new Message.Ask(desk::stop));
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
