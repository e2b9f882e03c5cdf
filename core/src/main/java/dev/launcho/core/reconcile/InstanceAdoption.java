package dev.launcho.core.reconcile;

import dev.launcho.core.event.Event;
import dev.launcho.core.event.EventKind;
import dev.launcho.core.event.EventKind.InstanceEnded.Circumstance;
import dev.launcho.core.failure.Exit;
import dev.launcho.core.logs.LogSpool;
import dev.launcho.core.memory.EventJournal;
import dev.launcho.core.memory.PersistedState;
import dev.launcho.core.model.DesiredState;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.ResolvedProcess;
import dev.launcho.core.plan.StateReducer;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.process.SurvivingInstance;
import dev.launcho.core.spec.TargetReading;
import dev.launcho.core.store.Revision;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** The adoption of instances that an earlier server has left running. The reconciler's thread only. */
final class InstanceAdoption {
    private final ReconcilerState world;
    private final DesiredStateUpdater updater;
    private final ProcessHost host;
    private final PersistedState memory;
    private final BiFunction<String, String, TargetReading> reader;
    private final LogSpool logs;
    private final EventJournal journal;

    InstanceAdoption(
            ReconcilerState world,
            DesiredStateUpdater updater,
            ProcessHost host,
            PersistedState memory,
            BiFunction<String, String, TargetReading> reader,
            LogSpool logs,
            EventJournal journal) {
        this.world = world;
        this.updater = updater;
        this.host = host;
        this.memory = memory;
        this.reader = reader;
        this.logs = logs;
        this.journal = journal;
    }

    /**
     * Adopts survivors; to be called once the intent is in force. An instance whose version is no longer known can't be
     * kept: it counts as unwanted, and leaves.
     */
    void take(List<SurvivingInstance> survivors, long now) {
        // Read first, as what is recorded of an end rewrites it.
        Set<InstanceId> condemned = survivors.stream()
                .filter(s -> memory.state().process(s.process()).condemned().contains(s.id()))
                .map(SurvivingInstance::id)
                .collect(Collectors.toSet());
        List<SurvivingInstance> owners = survivors.stream()
                .filter(s -> !condemned.contains(s.id()) && !s.asked())
                .filter(s -> s.ended().isEmpty() || isDone(s))
                .toList();
        // An instance that is to be replaced, or stops already, comes last: its replacement keeps the slot.
        survivors.stream()
                .filter(s -> s.ended().isEmpty())
                .sorted(Comparator.comparing(s -> condemned.contains(s.id()) || s.asked()))
                .forEach(s -> take(s, owners, now));
        survivors.forEach(s -> s.ended().ifPresent(exit -> ended(s, exit, condemned.contains(s.id()), now)));
        // Slots of unwanted versions are forgotten: if such a version is wanted again, it begins anew.
        world.intent.processes().forEach((name, p) -> world.change(name, state -> state.aimedAt(p.version())));
        updater.wish();
        forgetRemoved();
    }

    /** Drops the saved state of processes that have left the target, and of which nothing is left: the last server died meanwhile. */
    private void forgetRemoved() {
        if (world.intent.revision() == 0) {
            return;
        }
        for (String process : List.copyOf(memory.state().processes().keySet())) {
            if (world.intent.process(process).isEmpty() && !world.states.containsKey(process)) {
                memory.change(s -> s.without(process));
            }
        }
    }

    /** Reports instances without a valid record. Only their logs show to which process they belonged. */
    void lost(List<ProcessHost.Lost> instances) {
        for (ProcessHost.Lost one : instances) {
            String process = logs.all().stream()
                    .filter(log -> log.instance().equals(one.id()))
                    .map(LogSpool.Entry::process)
                    .findFirst()
                    .orElse("server");
            journal.tell(
                    Event.Severity.WARNING,
                    process,
                    new EventKind.InstanceEnded(
                            one.id(), one.exit(), one.killed() ? Circumstance.AT_START : Circumstance.UNSEEN));
        }
    }

    /** Records an end. A finished job must not run again, so the instance's record stays until that is on disk. */
    private void ended(SurvivingInstance s, Exit exit, boolean condemned, long now) {
        journal.tell(
                Event.Severity.WARNING, s.process(), new EventKind.InstanceEnded(s.id(), exit, Circumstance.UNSEEN));
        Optional<Policy.Restart> restart =
                world.intent.process(s.process()).map(p -> p.template().policy().restart());
        if (restart.isPresent() && !s.asked() && !condemned) {
            world.change(
                    s.process(), p -> StateReducer.endedUnseen(p, s.version(), s.slot(), exit, restart.get(), now));
            memory.process(s.process(), p -> p.as(world.state(s.process())));
        }
        memory.onceDoneIsKept(s.process(), () -> host.forget(s.id()));
    }

    /** Returns whether its end will complete its slot. */
    private boolean isDone(SurvivingInstance s) {
        return world.intent
                .process(s.process())
                .map(p -> p.template().policy().restart())
                .flatMap(restart -> s.ended().map(exit -> StateReducer.completesUnseen(exit, restart)))
                .orElse(false);
    }

    /** @param owners the survivors whose slot is theirs, or was until their work was done */
    private void take(SurvivingInstance s, List<SurvivingInstance> owners, long now) {
        ResolvedProcess process =
                world.specs.get(s.process(), s.version()).orElseGet(() -> SpecCatalog.unknown(s.process()));
        int slot = slot(s, owners);
        Instance instance = Instance.adopted(s.id(), s.process(), s.version(), slot, s.pid(), s.ports(), now);
        world.added(s.id(), s.process());
        world.change(s.process(), p -> StateReducer.adopted(p, instance, now));
        host.adopt(new ProcessHost.Launch(s.id(), s.version(), slot, process, logs.file(s.process(), s.id())));
        if (memory.state().process(s.process()).condemned().contains(s.id())) {
            world.change(s.process(), p -> StateReducer.condemned(p, s.id()));
        }
        journal.tell(Event.Severity.INFO, s.process(), new EventKind.Adopted(s.id(), s.pid()));
        goOn(s, now);
    }

    /** Continues what the last server had begun with an instance. */
    private void goOn(SurvivingInstance s, long now) {
        if (world.intent.process(s.process()).isEmpty()) {
            Policy policy = lastPolicy(s.process());
            world.desired.putIfAbsent(s.process(), DesiredState.gone(s.process(), policy));
            // It may have been ready: where the kernel carries connections, some may still be open.
            world.change(s.process(), p -> StateReducer.retired(p, s.id(), now));
        }
        if (s.asked()) {
            Policy policy = world.desired.get(s.process()).policy();
            world.change(s.process(), p -> StateReducer.signalled(p, s.id(), false, "", now));
            // Sent again: the last server may have ended before it sent the signal.
            host.signal(s.id(), policy.stop().signal());
        }
    }

    /** Returns the policy of a removed process from the last revision that had it. */
    private Policy lastPolicy(String process) {
        List<Revision.Head> heads = memory.history();
        for (int i = heads.size() - 1; i >= 0; i--) {
            Optional<Policy> policy = memory.revision(heads.get(i).number())
                    .map(r -> reader.apply("revision " + r.number(), r.target()))
                    .filter(TargetReading::valid) // A later version may have set it.
                    .flatMap(reading -> reading.target().process(process))
                    .map(ProcessSpec::policy);
            if (policy.isPresent()) {
                return policy.get();
            }
        }
        return Policy.DEFAULT;
    }

    /**
     * Returns the survivor's own slot or, if that is taken, the lowest free one. An instance and its replacement had one
     * slot and now get two. The planner retires one of them if there are too many instances, and keeps both if another
     * one has ended meanwhile. The slot of another survivor, or of one that is done, is not free. If none is free, they
     * share the slot as before.
     */
    private int slot(SurvivingInstance s, List<SurvivingInstance> owners) {
        Set<Integer> taken = world.state(s.process()).instances().stream()
                .filter(i -> i.version().equals(s.version()))
                .map(Instance::slot)
                .collect(Collectors.toCollection(HashSet::new));
        int slot = s.slot();
        if (taken.contains(slot)) {
            world.state(s.process()).slots().stream()
                    .filter(known -> known.completed() && known.version().equals(s.version()))
                    .forEach(known -> taken.add(known.index()));
            owners.stream()
                    .filter(other -> other.process().equals(s.process())
                            && other.version().equals(s.version()))
                    .forEach(other -> taken.add(other.slot()));
            int free = 0;
            while (taken.contains(free)) {
                free++;
            }
            int replicas = world.intent
                    .process(s.process())
                    .map(p -> p.template().policy().replicas())
                    .orElse(0);
            slot = free < replicas ? free : slot;
        }
        return slot;
    }
}
