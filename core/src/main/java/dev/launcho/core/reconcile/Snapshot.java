package dev.launcho.core.reconcile;

import dev.launcho.core.model.Desired;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.traffic.Routes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the reconciler last saw, for readers on other threads. Immutable.
 *
 * @param now its clock, milliseconds
 * @param desired by process, those of the target first
 * @param states by process
 * @param specs resolved, of every version that runs or may run
 * @param listening what keeps a service from listening, by name; empty text = it listens; absent = not told yet
 * @param routes what the load balancer was told last
 */
public record Snapshot(
        long now,
        IntentView intent,
        Map<String, Desired> desired,
        Map<String, ProcessState> states,
        List<ProcessSpec> specs,
        Map<String, String> listening,
        boolean stopping,
        Routes routes) {

    public static final Snapshot EMPTY =
            new Snapshot(0, new IntentView(Intent.NONE), Map.of(), Map.of(), List.of(), Map.of(), false, Routes.EMPTY);

    public Snapshot {
        desired = Collections.unmodifiableMap(new LinkedHashMap<>(desired));
        states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
        specs = List.copyOf(specs);
        listening = Map.copyOf(listening);
    }
}
