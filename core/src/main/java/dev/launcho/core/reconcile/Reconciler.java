package dev.launcho.core.reconcile;

import dev.launcho.core.event.Event;
import dev.launcho.core.event.EventKind;
import dev.launcho.core.event.EventKind.InstanceEnded.Circumstance;
import dev.launcho.core.health.Prober;
import dev.launcho.core.intent.Intent;
import dev.launcho.core.mailbox.Mailbox;
import dev.launcho.core.mailbox.ReconcilerMessage;
import dev.launcho.core.memory.EventJournal;
import dev.launcho.core.memory.PersistedState;
import dev.launcho.core.model.DesiredState;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.ProxyProtocol;
import dev.launcho.core.plan.Action;
import dev.launcho.core.plan.DependencyOrder;
import dev.launcho.core.plan.Plan;
import dev.launcho.core.plan.StateReducer;
import dev.launcho.core.traffic.ListeningState;
import dev.launcho.core.traffic.LoadBalancer;
import dev.launcho.core.traffic.Routes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The single writer of all state. {@link #step} is one turn: it takes messages, plans the processes that they touched, and
 * carries the plans out. Then it gives the balancer its table, and checks the rollout. One thread calls it, or a test with
 * its own clock.
 */
final class Reconciler {
    /** Messages taken before the next planning. */
    private static final int BATCH = 1_024;

    /** Rounds of planning in one turn, each on the state that the one before has left. More than a few are a bug. */
    private static final int ROUNDS = 16;

    /** Milliseconds after a failed write. */
    private static final long SAVE_AGAIN = 1_000;

    private final ReconcilerState world;
    private final Ports ports;
    private final DecisionRules rules;
    private final ActionExecutor executor;
    private final PersistedState memory;
    private final ProbeAssignments watches;
    private final RolloutMonitor monitor;
    private final LongSupplier clock;
    private Optional<Routes> applied = Optional.empty();
    private long routesWakeAt = Plan.NEVER;
    private long saveAgainAt;
    private final List<Runnable> answers = new ArrayList<>();
    private final ReconcilerMessage.Recipient deliveries = new Deliveries();
    private volatile ReconcilerSnapshot snapshot = ReconcilerSnapshot.EMPTY;

    /** The ports that the reconciler uses. */
    record Ports(Mailbox mailbox, LoadBalancer balancer, Prober prober, EventJournal journal) {}

    Reconciler(
            ReconcilerState world,
            Ports ports,
            DecisionRules rules,
            ActionExecutor executor,
            PersistedState memory,
            RolloutMonitor monitor,
            LongSupplier clock) {
        this.world = world;
        this.ports = ports;
        this.rules = rules;
        this.executor = executor;
        this.memory = memory;
        this.watches = new ProbeAssignments(ports.prober(), this::header);
        this.monitor = monitor;
        this.clock = clock;
    }

    /** Any thread. */
    ReconcilerSnapshot snapshot() {
        return snapshot;
    }

    /** Returns whether all instances are gone after a stop was requested. */
    boolean finished() {
        return world.stopping
                && world.states.values().stream().allMatch(s -> s.instances().isEmpty());
    }

    /** Waits until something happens or is due, but at most {@code longestWait} milliseconds, and handles it. */
    void step(long longestWait) throws InterruptedException {
        long wait = world.anyDirty() ? 0 : Math.min(longestWait, nextWakeAt() - clock.getAsLong());
        ports.mailbox().receive(wait, BATCH, message -> message.deliverTo(deliveries));
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
        // First published, then reported: the readers of an end or of an answer find it in the snapshot.
        publish(now, changed);
        if (changed || !answers.isEmpty() || now >= monitor.wakeAt()) {
            monitor.look(now);
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

    /** Returns when something is due even if nothing happens. */
    long nextWakeAt() {
        long next = Math.min(routesWakeAt, monitor.wakeAt());
        if (memory.behind()) {
            next = Math.min(next, saveAgainAt);
        }
        for (long at : world.wakeAt.values()) {
            next = Math.min(next, at);
        }
        return next;
    }

    /** The handlers of messages. */
    private final class Deliveries implements ReconcilerMessage.Recipient {
        @Override
        public void asked(ReconcilerMessage.Ask m) {
            m.what().run();
            answers.add(m.then());
        }

        @Override
        public void listens(ReconcilerMessage.Listens m) {
            listening(m);
        }

        @Override
        public void launched(ReconcilerMessage.Launched m) {
            long now = clock.getAsLong();
            of(
                    m.id(),
                    process -> world.change(process, s -> StateReducer.launched(s, m.id(), m.pid(), m.ports(), now)));
        }

        @Override
        public void probed(ReconcilerMessage.Probed m) {
            of(m.id(), process -> judged(process, m, clock.getAsLong()));
        }

        @Override
        public void unasked(ReconcilerMessage.Unasked m) {
            of(m.id(), process -> world.put(StateReducer.unasked(world.state(process), m.id(), m.cause())));
        }

        @Override
        public void drained(ReconcilerMessage.Drained m) {
            of(m.id(), process -> seeDrained(process, m.id()));
        }

        @Override
        public void noted(ReconcilerMessage.Noted m) {
            of(m.id(), process -> ports.journal().step(m.severity(), process, m.fact()));
        }

        @Override
        public void exited(ReconcilerMessage.Exited m) {
            of(m.id(), process -> ended(process, m, clock.getAsLong()));
        }
    }

    private void of(InstanceId id, java.util.function.Consumer<String> what) {
        world.processOf(id).ifPresent(what);
    }

    private void listening(ReconcilerMessage.Listens m) {
        Optional<ListeningState> before = Optional.ofNullable(world.listening.put(m.service(), m.how()));
        world.touchRoutes();
        m.how().accept(new ListeningNews(ports.journal(), m.service(), before)).run();
    }

    private void judged(String process, ReconcilerMessage.Probed m, long now) {
        ProcessState before = world.state(process);
        Optional<Instance> was = before.instance(m.id());
        if (was.isEmpty()) {
            return;
        }
        int failures = spec(was.get()).probe().failures();
        ProcessState after = StateReducer.probed(before, m.id(), m.healthy(), m.answer(), m.address(), failures, now);
        world.put(after);
        Phase from = was.get().phase();
        Phase to = after.instance(m.id()).map(Instance::phase).orElse(from);
        if (from == to) {
            return;
        }
        if (to == Phase.UNREADY) {
            ports.journal().step(Event.Severity.WARNING, process, new EventKind.Unhealthy(m.id(), m.answer()));
        } else if (from == Phase.UNREADY) {
            ports.journal().step(process, new EventKind.HealthyAgain(m.id(), m.answer()));
        } else {
            long took = now - was.get().launchedAt();
            ports.journal().step(process, new EventKind.Ready(m.id(), took, m.answer()));
        }
    }

    private void seeDrained(String process, InstanceId id) {
        if (ports.balancer().isDrained(id)) {
            world.change(process, s -> StateReducer.drained(s, id));
        }
    }

    private void ended(String process, ReconcilerMessage.Exited m, long now) {
        ProcessState before = world.state(process);
        Optional<Instance> was = before.instance(m.id());
        if (was.isEmpty() || was.get().phase() == Phase.EXITED) {
            return;
        }
        Policy.Restart restart = policy(process).restart();
        world.put(StateReducer.exited(before, m.id(), m.exit(), m.asked(), restart, now));
        watches.forget(m.id());
        ports.balancer().ended(m.id());
        boolean asked = !was.get().phase().active();
        Circumstance circumstance = asked ? Circumstance.ASKED : Circumstance.BY_ITSELF;
        ports.journal()
                .step(
                        asked || m.exit().success() ? Event.Severity.INFO : Event.Severity.ERROR,
                        process,
                        new EventKind.InstanceEnded(m.id(), m.exit(), circumstance));
    }

    private Policy policy(String process) {
        DesiredState d = world.desired.get(process);
        return d == null ? Policy.DEFAULT : d.policy();
    }

    /** Returns the spec of an instance's version, from the present target if that has it: its probe may have changed. */
    private ProcessSpec spec(Instance i) {
        return world.intent
                .process(i.process())
                .filter(now -> now.version().equals(i.version()))
                .flatMap(Intent.Process::resolved)
                .or(() -> world.specs.get(i.process(), i.version()))
                .orElseGet(() -> SpecCatalog.unknown(i.process()))
                .spec();
    }

    private ProxyProtocol header(String service) {
        return world.intent.target().service(service).map(s -> s.rules().send()).orElse(ProxyProtocol.NONE);
    }

    private boolean planDirty(long now) {
        boolean acted = false;
        for (String process : world.takeDirty(now)) {
            DesiredState desired = world.desired.get(process);
            if (desired == null) {
                continue;
            }
            String blocker = DependencyOrder.blocker(desired, world.desired, world.states);
            Plan plan = rules.planning().plan(desired.blockedBy(blocker), world.state(process), now);
            world.wakeAt.put(process, plan.wakeAt());
            for (Action action : plan.actions()) {
                action.handTo(executor, now);
                acted = true;
            }
            watches.follow(world.state(process), this::spec);
            boolean gone = !desired.kept() && world.state(process).instances().isEmpty();
            if (gone && blocker.isEmpty()) {
                world.drop(process);
                monitor.dropped(process);
            }
        }
        return acted;
    }

    /** @return whether the table, or anything that it depends on, has changed */
    private boolean route(long now) {
        boolean dirty = world.takeRoutesDirty();
        if (!dirty && now < routesWakeAt) {
            return false;
        }
        Intent intent = world.stopping ? Intent.NONE : world.intent;
        RouteBuilder.Result built = rules.routing().build(intent, world.states, world.desired, now);
        RouteBuilder.Result result = world.availability.of(built, intent, world.states, now);
        routesWakeAt = result.wakeAt();
        boolean fresh = !applied.equals(Optional.of(result.routes()));
        if (fresh) {
            ports.balancer().apply(result.routes());
            applied = Optional.of(result.routes());
        }
        world.states.values().forEach(this::seeAllDrained);
        return dirty || fresh;
    }

    /** Checks all draining instances: the balancer reports nothing on those that left the rotation earlier or were never in it. */
    private void seeAllDrained(ProcessState s) {
        for (Instance i : s.instances()) {
            if (i.phase() == Phase.DRAINING && !i.drained()) {
                seeDrained(s.name(), i.id());
            }
        }
    }

    private void publish(long now, boolean changed) {
        if (changed || snapshot == ReconcilerSnapshot.EMPTY) {
            snapshot = new ReconcilerSnapshot(
                    now,
                    world.intent,
                    world.desired,
                    world.states,
                    world.specs.all(),
                    world.listening,
                    world.stopping,
                    applied.orElse(Routes.EMPTY));
        }
    }
}
