package dev.launcho.core.reconcile;

import dev.launcho.core.model.Policy;
import dev.launcho.core.model.Probe;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.ResolvedProcess;
import dev.launcho.core.model.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The specs of all versions that run or may run. Two processes with the same text have the same version, but each has
 * its own spec: policy, probe and name may differ. The reconciler's thread only.
 */
final class SpecCatalog {
    private final Map<Key, ResolvedProcess> specs = new HashMap<>();

    /** Returns a process for an instance of an unknown version: it can be shown and probed, but is never launched. */
    static ResolvedProcess unknown(String process) {
        return new ResolvedProcess(new ProcessSpec(
                process, List.of("?"), Map.of(), List.of(), Probe.alive(), List.of(), "", "", "", "", Policy.DEFAULT));
    }

    record Key(String process, Version version) {
        /** Written out for speed, as in {@link Version}. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key o && process.equals(o.process) && version.equals(o.version);
        }

        @Override
        public int hashCode() {
            return 31 * process.hashCode() + version.hashCode();
        }
    }

    Optional<ResolvedProcess> get(String process, Version version) {
        return Optional.ofNullable(specs.get(new Key(process, version)));
    }

    void put(Version version, ResolvedProcess process) {
        specs.put(new Key(process.spec().name(), version), process);
    }

    void retain(Set<Key> used) {
        specs.keySet().retainAll(used);
    }

    /** Drops the unused specs of one process. */
    void retain(String process, Set<Version> used) {
        specs.keySet().removeIf(key -> key.process().equals(process) && !used.contains(key.version()));
    }

    void drop(String process) {
        specs.keySet().removeIf(key -> key.process().equals(process));
    }

    List<ResolvedProcess> all() {
        return List.copyOf(specs.values());
    }
}
