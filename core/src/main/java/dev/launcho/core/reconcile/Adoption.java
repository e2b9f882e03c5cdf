package dev.launcho.core.reconcile;

import dev.launcho.core.logs.LogSpool;
import dev.launcho.core.model.Desired;
import dev.launcho.core.model.Event;
import dev.launcho.core.model.Exit;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.plan.Ledger;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.process.Survivor;
import dev.launcho.core.store.Revision;
import dev.launcho.core.target.TargetReading;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Takes back what an earlier server has left running. The reconciler's thread only. */
final class Adoption {
    private final World world;
    private final Aims aims;
    private final ProcessHost host;
    private final Memory memory;
    private final BiFunction<String, String, TargetReading> reader;
    private final LogSpool logs;
    private final Journal journal;

    Adoption(
            World world,
            Aims aims,
            ProcessHost host,
            Memory memory,
            BiFunction<String, String, TargetReading> reader,
            LogSpool logs,
            Journal journal) {
        this.world = world;
        this.aims = aims;
        this.host = host;
        this.memory = memory;
        this.reader = reader;
        this.logs = logs;
        this.journal = journal;
    }

    /**
     * To be called once it is known what is wanted. One whose version is not known any more can't be run on: it is shown
     * as one that nobody wants, and leaves.
     */
    void take(List<Survivor> survivors, long now) {
        survivors.stream().filter(s -> s.ended().isEmpty()).forEach(s -> take(s, now));
        survivors.forEach(s -> s.ended().ifPresent(exit -> ended(s, exit, now)));
        // What those that nobody wants were launched for is forgotten: should it be wanted again, it begins anew.
        world.intent.processes().forEach((name, p) -> world.change(name, state -> state.aimedAt(p.version())));
        aims.wish();
    }

    /** A job that has run is not to run again. Only once that is written down may its record go. */
    private void ended(Survivor s, Exit exit, long now) {
        journal.tell(
                Event.Severity.WARNING, s.process(), s.id() + " ended while no server was there: " + exit.describe());
        Optional<Policy.Restart> restart =
                world.intent.process(s.process()).map(p -> p.template().policy().restart());
        if (restart.isPresent() && !s.asked()) {
            world.change(s.process(), p -> Ledger.endedUnseen(p, s.version(), s.slot(), exit, restart.get(), now));
            memory.process(s.process(), p -> p.as(world.state(s.process())));
        }
        memory.onceDoneIsKept(s.process(), () -> host.forget(s.id()));
    }

    private void take(Survivor s, long now) {
        ProcessSpec spec = world.specs.get(s.process(), s.version()).orElseGet(() -> Specs.unknown(s.process()));
        int slot = slot(s);
        Instance instance = Instance.adopted(s.id(), s.process(), s.version(), slot, s.pid(), s.ports(), now);
        world.added(s.id(), s.process());
        world.change(s.process(), p -> Ledger.adopted(p, instance, now));
        host.adopt(new ProcessHost.Launch(s.id(), s.version(), slot, spec, logs.file(s.process(), s.id())));
        if (memory.state().process(s.process()).condemned().contains(s.id())) {
            world.change(s.process(), p -> Ledger.condemned(p, s.id()));
        }
        journal.tell(Event.Severity.INFO, s.process(), s.id() + " adopted, pid " + s.pid());
        goOn(s, now);
    }

    /** What the last server had begun with it. */
    private void goOn(Survivor s, long now) {
        if (world.intent.process(s.process()).isEmpty()) {
            Policy policy = lastPolicy(s.process());
            world.desired.putIfAbsent(s.process(), Desired.gone(s.process(), policy));
            // Whether it ever was ready is not known any more: connections may be open that no balancer of ours ends.
            world.change(s.process(), p -> Ledger.retired(p, s.id(), now));
        }
        if (s.asked()) {
            Policy policy = world.desired.get(s.process()).policy();
            world.change(s.process(), p -> Ledger.signalled(p, s.id(), false, "", now));
            // Once more: it may not have been sent.
            host.signal(s.id(), policy.stop().signal());
        }
    }

    /** Of a process that is not in the target any more: as it was when it last was. */
    private Policy lastPolicy(String process) {
        List<Revision.Head> heads = memory.history();
        for (int i = heads.size() - 1; i >= 0; i--) {
            Optional<Policy> policy = memory.revision(heads.get(i).number())
                    .flatMap(r -> reader.apply("revision " + r.number(), r.target())
                            .target()
                            .process(process))
                    .map(ProcessSpec::policy);
            if (policy.isPresent()) {
                return policy.get();
            }
        }
        return Policy.DEFAULT;
    }

    /**
     * Its own, or the lowest free one: one that was being replaced and its replacement are two now, of which the planner
     * sends one away if they are too many, and keeps both if another has ended meanwhile.
     */
    private int slot(Survivor s) {
        Set<Integer> taken = world.state(s.process()).instances().stream()
                .filter(i -> i.version().equals(s.version()))
                .map(Instance::slot)
                .collect(Collectors.toSet());
        int slot = s.slot();
        if (taken.contains(slot)) {
            slot = 0;
            while (taken.contains(slot)) {
                slot++;
            }
        }
        return slot;
    }
}
