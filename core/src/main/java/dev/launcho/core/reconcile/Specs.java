package dev.launcho.core.reconcile;

import dev.launcho.core.model.Policy;
import dev.launcho.core.model.Probe;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How to run each version that runs or may run. Two processes with the same text have the same version, and yet each its
 * own spec: other policies, other probes, another name. The reconciler's thread only.
 */
final class Specs {
    private final Map<Key, ProcessSpec> specs = new HashMap<>();

    /** Of an instance whose version nobody knows any more: to be shown and watched, never to be launched. */
    static ProcessSpec unknown(String process) {
        return new ProcessSpec(
                process, List.of("?"), Map.of(), List.of(), Probe.alive(), List.of(), "", "", "", "", Policy.DEFAULT);
    }

    record Key(String process, Version version) {}

    Optional<ProcessSpec> get(String process, Version version) {
        return Optional.ofNullable(specs.get(new Key(process, version)));
    }

    void put(Version version, ProcessSpec spec) {
        specs.put(new Key(spec.name(), version), spec);
    }

    void retain(Set<Key> used) {
        specs.keySet().retainAll(used);
    }

    /** Of one process. */
    void retain(String process, Set<Version> used) {
        specs.keySet().removeIf(key -> key.process().equals(process) && !used.contains(key.version()));
    }

    void drop(String process) {
        specs.keySet().removeIf(key -> key.process().equals(process));
    }

    List<ProcessSpec> all() {
        return List.copyOf(specs.values());
    }
}
