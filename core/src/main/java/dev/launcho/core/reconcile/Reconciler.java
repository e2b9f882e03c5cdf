package dev.launcho.core.reconcile;

import dev.launcho.core.health.Prober;
import dev.launcho.core.model.Desired;
import dev.launcho.core.model.Event;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.ProxyProtocol;
import dev.launcho.core.plan.Action;
import dev.launcho.core.plan.Ledger;
import dev.launcho.core.plan.Order;
import dev.launcho.core.plan.Plan;
import dev.launcho.core.traffic.LoadBalancer;
import dev.launcho.core.traffic.Routes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The single writer. {@link #step} is one turn: take what happened, plan what it touched, carry out, hand the balancer
 * its table, see how the rollout stands. It is called by one thread, or by a test with a clock of its own.
 */
final class Reconciler {
    /** Messages taken before the next planning. */
    private static final int BATCH = 1_024;

    /** Plans of one turn: each is made of the state that the one before has left. More than a few would be a fault. */
    private static final int ROUNDS = 16;

    /** After a refusal of the disk. */
    private static final long SAVE_AGAIN = 1_000;

    private final World world;
    private final Ports ports;
    private final Rules rules;
    private final Executor executor;
    private final Memory memory;
    private final Watches watches;
    private final Ending ending;
    private final LongSupplier clock;
    private Optional<Routes> applied = Optional.empty();
    private long routesWakeAt = Plan.NEVER;
    private long saveAgainAt;
    private final List<Runnable> answers = new ArrayList<>();
    private volatile Snapshot snapshot = Snapshot.EMPTY;

    /** What the reconciler reaches out to. */
    record Ports(Mailbox mailbox, LoadBalancer balancer, Prober prober, Journal journal) {}

    Reconciler(
            World world,
            Ports ports,
            Rules rules,
            Executor executor,
            Memory memory,
            Ending ending,
            LongSupplier clock) {
        this.world = world;
        this.ports = ports;
        this.rules = rules;
        this.executor = executor;
        this.memory = memory;
        this.watches = new Watches(ports.prober(), this::header);
        this.ending = ending;
        this.clock = clock;
    }

    /** Any thread. */
    Snapshot snapshot() {
        return snapshot;
    }

    /** Whether all is gone after the server was told to stop. */
    boolean finished() {
        return world.stopping
                && world.states.values().stream().allMatch(s -> s.instances().isEmpty());
    }

    /** Waits until something happens or is due, and deals with it. */
    void step(long longestWait) throws InterruptedException {
        long wait = world.anyDirty() ? 0 : Math.min(longestWait, nextWakeAt() - clock.getAsLong());
        ports.mailbox().receive(wait, BATCH, this::take);
        long now = clock.getAsLong();
        boolean changed = false;
        for (int round = 0; round < ROUNDS; round++) {
            boolean acted = planDirty(now);
            changed |= route(now);
            if (!acted && !world.anyDirty()) {
                break;
            }
        }
        saveAgain(now);
        // Whoever is told that something came to an end, or has an answer, finds it so.
        publish(now, changed);
        if (changed || !answers.isEmpty() || now >= ending.wakeAt()) {
            ending.look(now);
        }
        answers.forEach(Runnable::run);
        answers.clear();
    }

    private void saveAgain(long now) {
        if (memory.behind() && now >= saveAgainAt) {
            saveAgainAt = now + SAVE_AGAIN;
            memory.retry();
        }
    }

    /** When there is something to do though nothing happens. */
    long nextWakeAt() {
        long next = Math.min(routesWakeAt, ending.wakeAt());
        if (memory.behind()) {
            next = Math.min(next, saveAgainAt);
        }
        for (long at : world.wakeAt.values()) {
            next = Math.min(next, at);
        }
        return next;
    }

    private void take(Message message) {
        long now = clock.getAsLong();
        if (message instanceof Message.Ask ask) {
            ask.what().run();
            answers.add(ask.then());
        } else if (message instanceof Message.Listens m) {
            listens(m);
        } else if (message instanceof Message.Launched m) {
            of(m.id(), process -> world.change(process, s -> Ledger.launched(s, m.id(), m.pid(), m.ports(), now)));
        } else if (message instanceof Message.Probed m) {
            of(m.id(), process -> probed(process, m, now));
        } else if (message instanceof Message.Drained m) {
            of(m.id(), process -> drained(process, m.id()));
        } else if (message instanceof Message.Noted m) {
            of(m.id(), process -> ports.journal().step(m.severity(), process, m.id() + " " + m.what()));
        } else if (message instanceof Message.Exited m) {
            of(m.id(), process -> exited(process, m, now));
        }
    }

    private void of(InstanceId id, java.util.function.Consumer<String> what) {
        world.processOf(id).ifPresent(what);
    }

    private void listens(Message.Listens m) {
        String before = world.listening.put(m.service(), m.problem());
        world.touchRoutes();
        if (!m.problem().isEmpty()) {
            ports.journal().tell(Event.Severity.ERROR, m.service(), m.problem());
        } else if (before != null && !before.isEmpty()) {
            ports.journal().tell(Event.Severity.INFO, m.service(), "listens");
        }
    }

    private void probed(String process, Message.Probed m, long now) {
        ProcessState before = world.state(process);
        Optional<Instance> was = before.instance(m.id());
        if (was.isEmpty()) {
            return;
        }
        int failures = spec(was.get()).probe().failures();
        ProcessState after = Ledger.probed(before, m.id(), m.healthy(), m.answer(), m.address(), failures, now);
        world.put(after);
        Phase from = was.get().phase();
        Phase to = after.instance(m.id()).map(Instance::phase).orElse(from);
        if (from == to) {
            return;
        }
        if (to == Phase.UNREADY) {
            ports.journal().step(Event.Severity.WARNING, process, m.id() + " unhealthy: " + m.answer());
        } else if (from == Phase.UNREADY) {
            ports.journal().step(process, m.id() + " healthy again: " + m.answer());
        } else {
            String took = String.format(Locale.ROOT, "%.1fs", (now - was.get().launchedAt()) / 1000.0);
            ports.journal().step(process, m.id() + " ready after " + took + ": " + m.answer());
        }
    }

    private void drained(String process, InstanceId id) {
        if (ports.balancer().isDrained(id)) {
            world.change(process, s -> Ledger.drained(s, id));
        }
    }

    private void exited(String process, Message.Exited m, long now) {
        ProcessState before = world.state(process);
        Optional<Instance> was = before.instance(m.id());
        if (was.isEmpty() || was.get().phase() == Phase.EXITED) {
            return;
        }
        Policy.Restart restart = policy(process).restart();
        world.put(Ledger.exited(before, m.id(), m.exit(), restart, now));
        watches.forget(m.id());
        ports.balancer().ended(m.id());
        boolean asked = !was.get().phase().active();
        ports.journal()
                .step(
                        asked || m.exit().success() ? Event.Severity.INFO : Event.Severity.ERROR,
                        process,
                        m.id() + (asked ? " stopped: " : " ended: ") + m.exit().describe());
    }

    private Policy policy(String process) {
        Desired d = world.desired.get(process);
        return d == null ? Policy.DEFAULT : d.policy();
    }

    /** What an instance was started from, with the probe of the present target where that is the same version. */
    private ProcessSpec spec(Instance i) {
        Optional<Intent.Process> now = world.intent.process(i.process());
        if (now.isPresent() && now.get().version().equals(i.version())) {
            return now.get().spec();
        }
        return world.specs.get(i.process(), i.version()).orElseGet(() -> Specs.unknown(i.process()));
    }

    private ProxyProtocol header(String service) {
        return world.intent.target().service(service).map(s -> s.rules().send()).orElse(ProxyProtocol.NONE);
    }

    private boolean planDirty(long now) {
        boolean acted = false;
        for (String process : world.takeDirty(now)) {
            Desired desired = world.desired.get(process);
            if (desired == null) {
                continue;
            }
            String blocker = Order.blocker(desired, world.desired, world.states);
            Plan plan = rules.planning().plan(desired.blockedBy(blocker), world.state(process), now);
            world.wakeAt.put(process, plan.wakeAt());
            for (Action action : plan.actions()) {
                executor.execute(action, now);
                acted = true;
            }
            watches.follow(world.state(process), this::spec);
            boolean gone = !desired.kept() && world.state(process).instances().isEmpty();
            if (gone && blocker.isEmpty()) {
                world.drop(process);
                ending.dropped(process);
            }
        }
        return acted;
    }

    /** @return whether anything that the table depends on had changed */
    private boolean route(long now) {
        boolean dirty = world.takeRoutesDirty();
        if (!dirty && now < routesWakeAt) {
            return false;
        }
        Intent intent = world.stopping ? Intent.NONE : world.intent;
        RouteBuilder.Result result = rules.routing().build(intent, world.states, world.desired, now);
        routesWakeAt = result.wakeAt();
        if (!applied.equals(Optional.of(result.routes()))) {
            ports.balancer().apply(result.routes());
            applied = Optional.of(result.routes());
        }
        world.states.values().forEach(this::seeDrained);
        return dirty;
    }

    /** Out of rotation since before it was retired, or never in it: then nothing is told any more. */
    private void seeDrained(ProcessState s) {
        for (Instance i : s.instances()) {
            if (i.phase() == Phase.DRAINING && !i.drained()) {
                drained(s.name(), i.id());
            }
        }
    }

    private void publish(long now, boolean changed) {
        if (changed || snapshot == Snapshot.EMPTY) {
            snapshot = new Snapshot(
                    now,
                    new IntentView(world.intent),
                    world.desired,
                    world.states,
                    world.specs.all(),
                    world.listening,
                    world.stopping,
                    applied.orElse(Routes.EMPTY));
        }
    }
}
