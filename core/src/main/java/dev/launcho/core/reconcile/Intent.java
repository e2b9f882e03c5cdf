package dev.launcho.core.reconcile;

import dev.launcho.core.model.Desired;
import dev.launcho.core.model.Goal;
import dev.launcho.core.model.HostPort;
import dev.launcho.core.model.Probe;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.ServiceSpec;
import dev.launcho.core.model.Target;
import dev.launcho.core.model.Version;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A target with its references resolved, as far as that can be done now. Immutable.
 *
 * @param target as written
 * @param processes in the order of the target
 * @param services those whose address is known
 */
record Intent(
        long revision,
        Instant at,
        String by,
        String text,
        Target target,
        Map<String, Intent.Process> processes,
        List<Intent.Service> services) {
    static final Intent NONE = new Intent(0, Instant.EPOCH, "", "", Target.EMPTY, Map.of(), List.of());

    Intent {
        processes = Collections.unmodifiableMap(new LinkedHashMap<>(processes));
        services = List.copyOf(services);
    }

    /**
     * @param template as written
     * @param spec resolved; the template while it waits
     * @param version {@link Version#NONE} while it waits
     * @param waits for what, one line each; empty if for nothing
     * @param secrets fingerprints of those that it refers to and that are set, by name
     */
    record Process(
            ProcessSpec template, ProcessSpec spec, Version version, List<String> waits, Map<String, String> secrets) {
        Process {
            secrets = Map.copyOf(secrets);
            waits = List.copyOf(waits);
        }

        Goal goal() {
            return version.equals(Version.NONE)
                    ? Goal.NONE
                    : new Goal(version, spec.policy(), spec.probe().kind() == Probe.Kind.ALIVE);
        }

        Desired desired(Goal fallback) {
            return new Desired(template.name(), goal(), fallback, true, template.policy());
        }
    }

    record Service(ServiceSpec spec, HostPort on) {}

    Optional<Process> process(String name) {
        return Optional.ofNullable(processes.get(name));
    }

    /** The address of a service, where it is known. */
    Optional<HostPort> on(String service) {
        return services.stream()
                .filter(s -> s.spec().name().equals(service))
                .map(Service::on)
                .findFirst();
    }
}
