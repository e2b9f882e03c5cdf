package dev.launcho.core.reconcile;

import dev.launcho.core.logs.LogSpool;
import dev.launcho.core.model.Event;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.Probe;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.plan.Ledger;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.process.Survivor;
import java.util.List;
import java.util.Map;

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
        aims.wish();
    }

    private void take(Survivor s, long now) {
        ProcessSpec spec = world.specs.getOrDefault(s.version(), nameless(s.process()));
        Instance instance = Instance.adopted(s.id(), s.process(), s.version(), s.slot(), s.pid(), s.ports(), now);
        world.specs.putIfAbsent(s.version(), spec);
        world.added(s.id(), s.process());
        world.change(s.process(), p -> Ledger.adopted(p, instance, now));
        host.adopt(new ProcessHost.Launch(s.id(), s.version(), s.slot(), spec, logs.file(s.process(), s.id())));
        journal.tell(Event.Severity.INFO, s.process(), s.id() + " adopted, pid " + s.pid());
    }

    private static ProcessSpec nameless(String process) {
        return new ProcessSpec(
                process, List.of("?"), Map.of(), List.of(), Probe.alive(), List.of(), "", "", "", "", Policy.DEFAULT);
    }
}
