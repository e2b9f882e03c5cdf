package dev.launcho.core.reconcile;

import dev.launcho.core.intent.Intent;
import dev.launcho.core.model.DesiredState;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.ResolvedProcess;
import dev.launcho.core.traffic.ListeningState;
import dev.launcho.core.traffic.Routes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A snapshot of the reconciler's state, for readers on other threads. Immutable.
 *
 * @param now time of the reconciler's clock, milliseconds
 * @param desired by process, those of the target first
 * @param states by process
 * @param specs of every version that runs or may run
 * @param listening the listening state of each service, by name; absent = not known yet
 * @param routes the last table that the load balancer got
 */
public record ReconcilerSnapshot(
        long now,
        Intent intent,
        Map<String, DesiredState> desired,
        Map<String, ProcessState> states,
        List<ResolvedProcess> specs,
        Map<String, ListeningState> listening,
        boolean stopping,
        Routes routes) {

    public static final ReconcilerSnapshot EMPTY =
            new ReconcilerSnapshot(0, Intent.NONE, Map.of(), Map.of(), List.of(), Map.of(), false, Routes.EMPTY);

    public ReconcilerSnapshot {
        desired = Collections.unmodifiableMap(new LinkedHashMap<>(desired));
        states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
        specs = List.copyOf(specs);
        listening = Map.copyOf(listening);
    }
}
