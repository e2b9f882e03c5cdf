package dev.launcho.core.reconcile;

import dev.launcho.core.logs.LogSpool;
import dev.launcho.core.model.Event;
import dev.launcho.core.model.Exit;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.Slot;
import dev.launcho.core.plan.Action;
import dev.launcho.core.plan.Ledger;
import dev.launcho.core.plan.Sequel;
import dev.launcho.core.process.ProcessHost;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Carries out actions: writes each down, then asks the port that can do it. */
final class Executor {
    private final World world;
    private final ProcessHost host;
    private final Memory memory;
    private final Names names;
    private final LogSpool logs;
    private final Journal journal;
    private final Receipt receipt;
    private final Ending ending;
    private final Aims aims;

    Executor(
            World world,
            ProcessHost host,
            Memory memory,
            Names names,
            LogSpool logs,
            Journal journal,
            Receipt receipt,
            Ending ending,
            Aims aims) {
        this.world = world;
        this.host = host;
        this.memory = memory;
        this.names = names;
        this.logs = logs;
        this.journal = journal;
        this.receipt = receipt;
        this.ending = ending;
        this.aims = aims;
    }

    void execute(Action action, long now) {
        if (action instanceof Action.Launch a) {
            launch(a, now);
        } else if (action instanceof Action.Retire a) {
            world.change(a.process(), s -> Ledger.retired(s, a.id(), a.fault(), a.why(), now));
            long open = receipt.connections(a.id());
            String still = open == 0 ? "" : ", " + open + (open == 1 ? " connection" : " connections") + " open";
            journal.step(severity(a.fault()), a.process(), a.id() + " draining: " + a.why() + still);
        } else if (action instanceof Action.Signal a) {
            Policy policy = policy(a.process());
            world.change(a.process(), s -> Ledger.signalled(s, a.id(), a.fault(), a.why(), now));
            host.signal(a.id(), policy.stop().signal());
            journal.step(severity(a.fault()), a.process(), a.id() + " stopping: " + a.why());
        } else if (action instanceof Action.Kill a) {
            kill(a, now);
        } else if (action instanceof Action.Forget a) {
            receipt.ended(a.id());
            world.change(a.process(), s -> s.remove(a.id()));
            world.removed(a.id());
            aims.ended(a.process());
            // Its record, which tells that it has run, goes with it.
            memory.process(a.process(), p -> p.as(world.state(a.process())));
            memory.onceDoneIsKept(a.process(), () -> host.forget(a.id()));
            prune(a.process());
        } else if (action instanceof Action.GiveUp a) {
            giveUp(a);
        } else if (action instanceof Action.GoLive a) {
            goLive(a);
        } else {
            throw new IllegalStateException("unknown action " + action);
        }
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
            journal.tell(Event.Severity.WARNING, process, "old logs can't be removed: " + e);
        }
    }

    private Policy policy(String process) {
        return Optional.ofNullable(world.desired.get(process))
                .map(d -> d.policy())
                .orElse(Policy.DEFAULT);
    }

    private void launch(Action.Launch a, long now) {
        InstanceId id = names.next(memory.nextInstance());
        Optional<Slot> slot = world.state(a.process()).slot(a.version(), a.slot());
        world.added(id, a.process());
        world.change(a.process(), s -> Ledger.launching(s, id, a.version(), a.slot(), now));
        int before = slot.map(Slot::failures).orElse(0);
        String again = before == 0
                ? ""
                : " (try " + (before + 1) + ", the last: " + slot.get().problem() + ")";
        journal.step(a.process(), id + " launching" + again);
        Optional<ProcessSpec> spec = world.specs.get(a.process(), a.version());
        if (spec.isEmpty()) {
            Exit exit = Exit.notLaunched("nothing is known of version " + a.version());
            world.change(a.process(), s -> Ledger.exited(s, id, exit, Policy.Restart.ALWAYS, now));
            return;
        }
        host.launch(new ProcessHost.Launch(id, a.version(), a.slot(), spec.get(), logs.file(a.process(), id)));
    }

    private void kill(Action.Kill a, long now) {
        Optional<Instance> instance = world.state(a.process()).instance(a.id());
        if (instance.map(i -> i.killedAt() < 0).orElse(false)) {
            journal.step(Event.Severity.WARNING, a.process(), a.id() + " did not stop in time, is sent SIGKILL");
            receipt.killed(a.id());
        }
        world.change(a.process(), s -> Ledger.killed(s, a.id(), now));
        host.kill(a.id());
    }

    private void giveUp(Action.GiveUp a) {
        world.change(a.process(), s -> s.gaveUp(a.version(), a.cause()));
        ending.collect(a.process());
        memory.process(a.process(), p -> p.gaveUp(a.version(), a.cause()));
        String next = Sequel.text(world.desired.get(a.process()), world.state(a.process()));
        journal.step(Event.Severity.ERROR, a.process(), "given up: " + a.cause() + "; " + next);
    }

    private void goLive(Action.GoLive a) {
        world.change(a.process(), s -> s.wentLive(a.version()));
        memory.process(
                a.process(),
                p -> p.wentLive(a.version(), world.intent.revision()).as(world.state(a.process())));
        aims.wentLive(a.process());
        journal.step(a.process(), "live");
    }
}
