package dev.launcho.core.reconcile;

import dev.launcho.core.intent.Intent;
import dev.launcho.core.model.DesiredState;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.traffic.ListeningState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The reconciler's state: desired and observed state, and the processes to plan again. The reconciler's thread only. */
final class ReconcilerState {
    Intent intent = Intent.NONE;
    boolean stopping;
    final Map<String, DesiredState> desired = new LinkedHashMap<>();
    final Map<String, ProcessState> states = new LinkedHashMap<>();
    final SpecCatalog specs = new SpecCatalog();
    /** Listening states of services as the balancer has reported them; absent = none yet. */
    final Map<String, ListeningState> listening = new HashMap<>();

    final ServiceAvailability availability = new ServiceAvailability();
    final Map<String, Long> wakeAt = new HashMap<>();
    /** Processes whose rollouts a user holds. */
    final Set<String> paused = new HashSet<>();

    private final Map<InstanceId, String> processOf = new HashMap<>();
    /** For each process, those before and after it in the order of processes. */
    private final Map<String, Set<String>> related = new HashMap<>();

    private final Set<String> dirty = new LinkedHashSet<>();
    private boolean routesDirty = true;

    Optional<String> processOf(InstanceId id) {
        return Optional.ofNullable(processOf.get(id));
    }

    ProcessState state(String process) {
        return states.getOrDefault(process, ProcessState.initial(process));
    }

    /** Replaces the state of a process, and marks what depends on it to be planned again. */
    void put(ProcessState next) {
        ProcessState before = states.put(next.name(), next);
        if (before != next) {
            touch(next.name());
        }
    }

    void change(String process, UnaryOperator<ProcessState> how) {
        put(how.apply(state(process)));
    }

    void added(InstanceId id, String process) {
        processOf.put(id, process);
    }

    void removed(InstanceId id) {
        processOf.remove(id);
    }

    void touch(String process) {
        dirty.add(process);
        dirty.addAll(related.getOrDefault(process, Set.of()));
        routesDirty = true;
    }

    /** Computes {@link #related} again; to be called after a change of the desired state. */
    void relate() {
        related.clear();
        desired.values()
                .forEach(d -> d.policy().after().forEach(before -> {
                    related.computeIfAbsent(before, p -> new LinkedHashSet<>()).add(d.process());
                    related.computeIfAbsent(d.process(), p -> new LinkedHashSet<>())
                            .add(before);
                }));
    }

    void touchRoutes() {
        routesDirty = true;
    }

    void touchAll() {
        dirty.addAll(desired.keySet());
        routesDirty = true;
    }

    /** Returns the processes to plan now: touched, or due. */
    Set<String> takeDirty(long now) {
        Set<String> taken = new LinkedHashSet<>(dirty);
        dirty.clear();
        wakeAt.forEach((process, at) -> {
            if (at <= now) {
                taken.add(process);
            }
        });
        return taken;
    }

    boolean anyDirty() {
        return !dirty.isEmpty();
    }

    boolean takeRoutesDirty() {
        boolean was = routesDirty;
        routesDirty = false;
        return was;
    }

    void drop(String process) {
        states.remove(process);
        desired.remove(process);
        wakeAt.remove(process);
        dirty.remove(process);
        specs.drop(process);
        // A process that waited for another one by way of this one waits no longer.
        dirty.addAll(related.getOrDefault(process, Set.of()));
    }
}
