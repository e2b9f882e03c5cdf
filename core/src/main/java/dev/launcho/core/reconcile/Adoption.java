package dev.launcho.core.reconcile;

import dev.launcho.core.logs.LogSpool;
import dev.launcho.core.model.Event;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.plan.Ledger;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.process.Survivor;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes back what an earlier server has left running. The reconciler's thread only. */
final class Adoption {
    private final World world;
    private final Aims aims;
    private final ProcessHost host;
    private final LogSpool logs;
    private final Journal journal;

    Adoption(World world, Aims aims, ProcessHost host, LogSpool logs, Journal journal) {
        this.world = world;
        this.aims = aims;
        this.host = host;
        this.logs = logs;
        this.journal = journal;
    }

    /**
     * To be called once it is known what is wanted. One whose version is not known any more can't be run on: it is shown
     * as one that nobody wants, and leaves.
     */
    void take(List<Survivor> survivors, long now) {
        for (Survivor s : survivors) {
            if (s.ended().isPresent()) {
                String how = s.ended().get().describe();
                journal.tell(Event.Severity.WARNING, s.process(), s.id() + " ended while no server was there: " + how);
            } else {
                take(s, now);
            }
        }
        // What those that nobody wants were launched for is forgotten: should it be wanted again, it begins anew.
        world.intent.processes().forEach((name, p) -> world.change(name, state -> state.aimedAt(p.version())));
        aims.wish();
    }

    private void take(Survivor s, long now) {
        ProcessSpec spec = world.specs.get(s.process(), s.version()).orElseGet(() -> Specs.unknown(s.process()));
        int slot = slot(s);
        Instance instance = Instance.adopted(s.id(), s.process(), s.version(), slot, s.pid(), s.ports(), now);
        world.added(s.id(), s.process());
        world.change(s.process(), p -> Ledger.adopted(p, instance, now));
        host.adopt(new ProcessHost.Launch(s.id(), s.version(), slot, spec, logs.file(s.process(), s.id())));
        journal.tell(Event.Severity.INFO, s.process(), s.id() + " adopted, pid " + s.pid());
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
