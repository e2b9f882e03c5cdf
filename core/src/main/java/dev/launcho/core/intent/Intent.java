package dev.launcho.core.intent;

import dev.launcho.core.model.DesiredState;
import dev.launcho.core.model.Goal;
import dev.launcho.core.model.Probe;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.ResolvedProcess;
import dev.launcho.core.model.ServiceSpec;
import dev.launcho.core.model.Target;
import dev.launcho.core.model.Version;
import dev.launcho.core.text.HostPort;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A target with its references resolved as far as possible now. Immutable. It has values of secrets: show its template,
 * and never its processes.
 *
 * @param revision its number; 0 before the first
 * @param text as its author wrote it; empty before the first
 * @param target as written
 * @param processes in the order of the target
 * @param services whose address is known
 * @param written as {@link dev.launcho.core.store.Revision.Head#written}
 */
public record Intent(
        long revision,
        Instant at,
        String by,
        String text,
        Target target,
        Map<String, Intent.Process> processes,
        List<Intent.Service> services,
        Map<String, Long> written) {
    public static final Intent NONE = new Intent(0, Instant.EPOCH, "", "", Target.EMPTY, Map.of(), List.of(), Map.of());

    public Intent {
        processes = Collections.unmodifiableMap(new LinkedHashMap<>(processes));
        services = List.copyOf(services);
        written = Map.copyOf(written);
    }

    /**
     * @param template as written
     * @param resolved empty while it waits, and for a user who may not read secrets
     * @param version {@link Version#NONE} while it waits
     * @param waits reasons to wait, one line each; empty if there are none
     * @param secrets fingerprints of the secrets that it refers to and that are set, by name
     */
    public record Process(
            ProcessSpec template,
            Optional<ResolvedProcess> resolved,
            Version version,
            List<String> waits,
            Map<String, String> secrets) {
        public Process {
            secrets = Map.copyOf(secrets);
            waits = List.copyOf(waits);
        }

        Goal goal() {
            return version.equals(Version.NONE)
                    ? Goal.NONE
                    : new Goal(version, template.policy(), template.probe().kind() == Probe.Kind.ALIVE);
        }

        /** Returns the resolved spec, or the template while there is none: to be compared, never to be launched. */
        ProcessSpec known() {
            return resolved.map(ResolvedProcess::spec).orElse(template);
        }

        public DesiredState desired(Goal fallback) {
            return new DesiredState(template.name(), goal(), fallback, true, template.policy());
        }
    }

    public record Service(ServiceSpec spec, HostPort on) {}

    /** Returns the intent with its author. */
    public Intent by(String author, Instant when) {
        return new Intent(revision, when, author, text, target, processes, services, written);
    }

    /** Returns the reasons for which a process waits, one line each; empty if there are none. */
    public List<String> waits(String process) {
        return process(process).map(Process::waits).orElse(List.of());
    }

    public Optional<Process> process(String name) {
        return Optional.ofNullable(processes.get(name));
    }

    /** Returns the address of a service, if it is known. */
    public Optional<HostPort> on(String service) {
        return services.stream()
                .filter(s -> s.spec().name().equals(service))
                .map(Service::on)
                .findFirst();
    }
}
