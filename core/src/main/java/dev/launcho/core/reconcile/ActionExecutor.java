package dev.launcho.core.reconcile;

import dev.launcho.core.event.Event;
import dev.launcho.core.event.EventKind;
import dev.launcho.core.event.EventKind.InstanceEnded.Circumstance;
import dev.launcho.core.event.ServerEvent;
import dev.launcho.core.event.ServerEvent.StorageFailed.Attempt;
import dev.launcho.core.failure.Exit;
import dev.launcho.core.logs.LogSpool;
import dev.launcho.core.memory.EventJournal;
import dev.launcho.core.memory.PersistedState;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.InstanceNames;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.ResolvedProcess;
import dev.launcho.core.model.Slot;
import dev.launcho.core.plan.Action;
import dev.launcho.core.plan.FallbackText;
import dev.launcho.core.plan.StateReducer;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.traffic.ConnectionSummary;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The executor of actions: it records each one in the state, then calls the port that carries it out. */
final class ActionExecutor implements Action.Handler {
    private final ReconcilerState world;
    private final ProcessHost host;
    private final PersistedState memory;
    private final InstanceNames names;
    private final LogSpool logs;
    private final EventJournal journal;
    private final ConnectionSummary summary;
    private final RolloutMonitor monitor;
    private final DesiredStateUpdater updater;

    ActionExecutor(
            ReconcilerState world,
            ProcessHost host,
            PersistedState memory,
            InstanceNames names,
            LogSpool logs,
            EventJournal journal,
            ConnectionSummary summary,
            RolloutMonitor monitor,
            DesiredStateUpdater updater) {
        this.world = world;
        this.host = host;
        this.memory = memory;
        this.names = names;
        this.logs = logs;
        this.journal = journal;
        this.summary = summary;
        this.monitor = monitor;
        this.updater = updater;
    }

    @Override
    public void retire(Action.Retire a, long now) {
        world.change(a.process(), s -> StateReducer.retired(s, a.id(), a.fault(), a.why(), now));
        long open = summary.connections(a.id());
        journal.step(severity(a.fault()), a.process(), new EventKind.Draining(a.id(), a.why(), open));
    }

    @Override
    public void signal(Action.Signal a, long now) {
        Policy policy = policy(a.process());
        world.change(a.process(), s -> StateReducer.signalled(s, a.id(), a.fault(), a.why(), now));
        host.signal(a.id(), policy.stop().signal());
        journal.step(severity(a.fault()), a.process(), new EventKind.Stopping(a.id(), a.why()));
    }

    @Override
    public void forget(Action.Forget a, long now) {
        summary.ended(a.id());
        world.change(a.process(), s -> s.remove(a.id()));
        world.removed(a.id());
        updater.ended(a.process());
        // The record, which proves that the instance has run, is removed with it: first save that.
        memory.process(a.process(), p -> p.as(world.state(a.process())));
        memory.onceDoneIsKept(a.process(), () -> host.forget(a.id()));
        prune(a.process());
    }

    private static Event.Severity severity(boolean fault) {
        return fault ? Event.Severity.WARNING : Event.Severity.INFO;
    }

    private void prune(String process) {
        Set<InstanceId> there =
                world.state(process).instances().stream().map(Instance::id).collect(Collectors.toSet());
        try {
            logs.prune(process, there);
        } catch (IOException e) {
            journal.tell(
                    Event.Severity.WARNING,
                    process,
                    new ServerEvent.StorageFailed("old logs", Attempt.REMOVE, e.toString(), ""));
        }
    }

    private Policy policy(String process) {
        return Optional.ofNullable(world.desired.get(process))
                .map(d -> d.policy())
                .orElse(Policy.DEFAULT);
    }

    @Override
    public void launch(Action.Launch a, long now) {
        InstanceId id = names.next(memory.nextInstance());
        Optional<Slot> slot = world.state(a.process()).slot(a.version(), a.slot());
        world.added(id, a.process());
        world.change(a.process(), s -> StateReducer.launching(s, id, a.version(), a.slot(), now));
        int before = slot.map(Slot::failures).orElse(0);
        String last = before == 0 ? "" : slot.get().problem();
        journal.step(a.process(), new EventKind.Launching(id, before + 1, last));
        Optional<ResolvedProcess> process = world.specs.get(a.process(), a.version());
        if (process.isEmpty()) {
            Exit exit = Exit.notLaunched("the server has no record of version " + a.version());
            world.change(a.process(), s -> StateReducer.exited(s, id, exit, false, Policy.Restart.ALWAYS, now));
            journal.step(
                    Event.Severity.ERROR, a.process(), new EventKind.InstanceEnded(id, exit, Circumstance.BY_ITSELF));
            return;
        }
        host.launch(new ProcessHost.Launch(id, a.version(), a.slot(), process.get(), logs.file(a.process(), id)));
    }

    @Override
    public void kill(Action.Kill a, long now) {
        Optional<Instance> instance = world.state(a.process()).instance(a.id());
        if (instance.map(i -> i.killedAt() < 0).orElse(false)) {
            journal.step(Event.Severity.WARNING, a.process(), new EventKind.Killed(a.id()));
            summary.killed(a.id());
        }
        world.change(a.process(), s -> StateReducer.killed(s, a.id(), now));
        host.kill(a.id());
    }

    @Override
    public void giveUp(Action.GiveUp a, long now) {
        world.change(a.process(), s -> s.gaveUp(a.version(), a.cause()));
        monitor.collect(a.process());
        memory.process(a.process(), p -> p.gaveUp(a.version(), a.cause()));
        String next = FallbackText.text(world.desired.get(a.process()), world.state(a.process()));
        journal.step(Event.Severity.ERROR, a.process(), new EventKind.GivenUp(a.version(), a.cause(), next));
    }

    @Override
    public void goLive(Action.GoLive a, long now) {
        world.change(a.process(), s -> s.wentLive(a.version()));
        memory.process(
                a.process(),
                p -> p.wentLive(a.version(), world.intent.revision()).as(world.state(a.process())));
        updater.wentLive(a.process());
        journal.step(a.process(), new EventKind.WentLive(a.version()));
    }
}
