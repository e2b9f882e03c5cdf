package dev.launcho.core.simulation;

import dev.launcho.core.event.Event;
import dev.launcho.core.event.EventKind;
import dev.launcho.core.failure.Exit;
import dev.launcho.core.intent.RequestRefused;
import dev.launcho.core.logs.LogSpool;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.reconcile.ReconcilerDependencies;
import dev.launcho.core.reconcile.ReconcilerSnapshot;
import dev.launcho.core.reconcile.SimulatedServer;
import dev.launcho.core.store.SecretStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** All that there is in one story: the world, the server in it when there is one, and those who judge. One thread. */
final class Universe {
    /** Turns at one instant: more is a server that never rests. */
    private static final int TURNS = 500;

    /** More than this between two readings of the server's clock is time in which it stood still. */
    private static final long OFTEN = 1_000;

    private final long seed;
    private final SimulatedServer.Twist twist;
    private final Flaw flaw;
    private final Tally tally;
    private final boolean tracing;
    private final List<String> trace = new ArrayList<>();
    private final Time time = new Time();
    private final Fuse fuse = new Fuse();
    private final Disk disk;
    private final Machine machine;
    private final Durability durability = new Durability();
    private final Peace peace = new Peace();
    private final List<Invariant> invariants = List.of(
            new Handover(),
            new ClosedServices(),
            new Floor(),
            peace,
            new Kinship(),
            new Once(),
            durability,
            new Bounds(),
            new Convergence());
    private final Map<Integer, Long> takenUntil = new HashMap<>();
    private final LogSpool logs = new LogSpool(Path.of("/nonexistent/launcho-simulation"));
    private final Sight sight = new Sight();
    private final Users users = new Users(this, durability, peace);
    /** By the server's clock, which is behind by so much: it stands still while the server does. */
    private long due = Agenda.NEVER;

    private long clockBehind;
    private long wallOffset;
    private int lives;
    private long events;

    private Life life;
    private SimPorts ports;
    private Optional<SimulatedServer> server = Optional.empty();

    Universe(long seed, SimulatedServer.Twist twist, Flaw flaw, Tally tally, boolean tracing) {
        this.seed = seed;
        this.twist = twist;
        this.flaw = flaw;
        this.tally = tally;
        this.tracing = tracing;
        this.life = new Life(time);
        this.ports = new SimPorts(this, life);
        this.disk = new Disk(fuse, seed, flaw);
        this.machine = new Machine(time, seed, flaw);
        machine.watch(this::ended);
    }

    // Life and death of the server.

    void start() {
        if (server.isPresent()) {
            return;
        }
        life = new Life(time);
        ports = new SimPorts(this, life);
        lives++;
        trace("the server starts");
        ask(Invariant::starting);
        ReconcilerDependencies parts = new ReconcilerDependencies(
                disk,
                SecretStore.kept(disk::keep, Map.of(), disk.secrets()),
                users::hasStored,
                this::event,
                logs,
                disk,
                e -> {});
        try {
            server = Optional.of(new SimulatedServer(
                    parts,
                    ports,
                    () -> Instant.ofEpochMilli(wallOffset + time.now()),
                    this::nanos,
                    Dice.of(seed, "names", lives),
                    twist));
            step();
            ask(i -> i.started(this));
        } catch (ServerDied e) {
            die();
        } catch (IOException e) {
            throw new Violation("nothing lost", "the server refuses to start: " + e);
        }
    }

    private long nanos() {
        return TimeUnit.MILLISECONDS.toNanos(time.now() + (has(Flaw.CLOCK_IS_THE_WALLS) ? wallOffset : 0));
    }

    private Event event(Instant at, Event.Severity severity, String subject, String message, EventKind kind) {
        trace(() -> "event: " + subject + ": " + message);
        return new Event(++events, at, severity, subject, message, kind);
    }

    /** It dies as it stands, and is started again some time later. */
    void die() {
        trace("the server dies");
        end();
        time.in(dice("down", lives).below(3) * dice("down for", lives).below(10_000), this::start);
    }

    private void end() {
        trace(() -> "on disk is revision " + disk.load().revision());
        fuse.out();
        life.end();
        server = Optional.empty();
        ask(i -> i.ended(this));
    }

    void leave() {
        trace("shutdown --leave-running");
        die();
    }

    void stop() {
        server.ifPresent(s -> {
            trace("shutdown");
            life.in(0, () -> life.tell(s::stop));
        });
    }

    private void ended(Tree tree, Exit exit) {
        trace(() -> tree + " " + exit.describe());
        ask(i -> i.exited(this, tree, exit));
        if (server.isPresent()) {
            disturbed(tree);
            balancer().cut(tree.id);
            host().ended(tree, exit);
        }
    }

    // Time.

    /** Lets so many milliseconds pass. */
    void pass(long ms) {
        settle();
        long end = now() + ms;
        while (true) {
            long next = Math.min(time.next(), wakeAt());
            if (next > end) {
                passTo(end);
                return;
            }
            passTo(next);
            try {
                time.doNext();
            } catch (ServerDied e) {
                die();
            }
            settle();
        }
    }

    /** A server that runs reads its clock all the time; one that stands still does when that is over. */
    private void passTo(long instant) {
        while (server.isPresent() && now() < instant) {
            boolean still = life.stalled();
            time.jumpTo(Math.min(instant, still ? life.stalledUntil() : now() + OFTEN));
            if (!life.stalled()) {
                readClock();
            }
        }
        time.jumpTo(instant);
    }

    private void readClock() {
        clockBehind = now() - server.get().clock();
    }

    private long wakeAt() {
        if (server.isEmpty()) {
            return Agenda.NEVER;
        }
        return life.stalled() ? life.stalledUntil() : dueAt();
    }

    /** In the time of the world, if the server does not stand still until then. */
    private long dueAt() {
        return due == Agenda.NEVER ? due : due + clockBehind;
    }

    private void settle() {
        for (int turn = 0; turn < TURNS; turn++) {
            if (server.isEmpty() || life.stalled()) {
                return;
            }
            boolean mail = life.takeMail();
            if (!mail && dueAt() > now()) {
                return;
            }
            try {
                step();
            } catch (ServerDied e) {
                die();
            }
        }
        throw new Violation("nothing unbounded", "the server takes turn after turn at " + now());
    }

    /** One turn, and another while there is something to do. */
    private void step() {
        long before;
        int turns = 0;
        do {
            if (turns++ == TURNS) {
                throw new Violation("nothing unbounded", "the server acts turn after turn at " + now());
            }
            before = fuse.actions();
            try {
                server.get().step();
            } catch (RuntimeException e) {
                throw new Violation("no crash", "the reconciler fails: " + stack(e));
            }
            readClock();
            due = server.get().dueAt();
            sight.look(
                    snapshot(),
                    balancer().table(),
                    machine.changes(),
                    users.condemned().size());
            ask(i -> i.stepped(this));
        } while (fuse.actions() != before);
        if (server.get().finished()) {
            if (machine.trees().stream().anyMatch(Tree::alive)) {
                throw new Violation("no orphan", "the server has ended, there are " + machine.trees());
            }
            trace("all is stopped");
            throw new ServerDied();
        }
    }

    static String stack(Throwable e) {
        StringBuilder text = new StringBuilder(e.toString());
        for (StackTraceElement at : e.getStackTrace()) {
            text.append("\n    at ").append(at);
        }
        return text.toString();
    }

    // What users ask for.

    interface Command {
        void run(SimulatedServer s) throws IOException;
    }

    /** Whether it takes commands now. */
    boolean answers() {
        return server.isPresent() && !life.stalled();
    }

    /** What users are told of a change that they have asked for. */
    enum Answer {
        MADE,
        /** It could not be made: the disk refuses. */
        REFUSED,
        /** It was not to be made: others had made another, or what it needs is not there. */
        DENIED,
        /** There is no server, or it died over it. */
        NONE
    }

    Answer command(Command what) {
        if (!answers()) {
            return Answer.NONE;
        }
        try {
            what.run(server.get());
            life.tell(() -> {});
            ask(i -> i.changed(this));
            return Answer.MADE;
        } catch (ServerDied e) {
            die();
            ask(i -> i.changed(this));
            return Answer.NONE;
        } catch (RequestRefused e) {
            if (e.code() == RequestRefused.Code.INVALID) {
                trace(() -> "refused: " + e.getMessage());
                return Answer.REFUSED;
            }
            trace(() -> "denied: " + e.getMessage());
            return Answer.DENIED;
        } catch (IOException e) {
            trace(() -> "refused: " + e.getMessage());
            return Answer.REFUSED;
        }
    }

    // What fate does.

    void stall(long ms) {
        trace("stalls for " + ms + " ms");
        life.stall(ms);
    }

    boolean stalled() {
        return server.isPresent() && life.stalled();
    }

    void setClock(long by) {
        wallOffset += by;
    }

    /** Something about it has changed that a probe may see. */
    void disturbed(Tree tree) {
        if (server.isPresent()) {
            prober().disturbed(tree.id);
        }
    }

    /** An incident has met something. */
    void reached(Incident.Kind kind) {
        tally.count(kind);
    }

    boolean has(Flaw one) {
        return flaw == one;
    }

    void take(int port, long ms) {
        takenUntil.put(port, now() + ms);
    }

    boolean taken(int port) {
        return takenUntil.getOrDefault(port, 0L) > now();
    }

    void later(long ms, Runnable what) {
        time.in(ms, what);
    }

    // What is.

    long now() {
        return time.now();
    }

    Dice dice(Object... subject) {
        Object[] all = new Object[subject.length + 1];
        all[0] = "dice";
        System.arraycopy(subject, 0, all, 1, subject.length);
        return Dice.of(seed, all);
    }

    Users users() {
        return users;
    }

    Fuse fuse() {
        return fuse;
    }

    Disk disk() {
        return disk;
    }

    Machine machine() {
        return machine;
    }

    SimHost host() {
        return ports.host();
    }

    SimProber prober() {
        return ports.prober();
    }

    SimBalancer balancer() {
        return ports.balancer();
    }

    boolean up() {
        return server.isPresent();
    }

    ReconcilerSnapshot snapshot() {
        return server.isPresent() ? server.get().snapshot() : ReconcilerSnapshot.EMPTY;
    }

    /** Whether the turn has changed anything that there is to see. */
    boolean stirred() {
        return sight.changed();
    }

    /** Whether the server knows of it. */
    boolean knows(InstanceId id) {
        return sight.known().contains(id);
    }

    String intentText() {
        return snapshot().intent().text();
    }

    /** Whether the server has something to do though nothing happens. */
    boolean restless() {
        return server.isPresent() && due != Agenda.NEVER;
    }

    boolean condemned(InstanceId id) {
        return users.condemned().contains(id);
    }

    void ask(Consumer<Invariant> what) {
        invariants.forEach(what);
    }

    void trace(String line) {
        if (tracing) {
            trace.add(time.now() + " " + line);
        }
    }

    void trace(Supplier<String> line) {
        if (tracing) {
            trace(line.get());
        }
    }

    List<String> trace() {
        return trace;
    }
}
