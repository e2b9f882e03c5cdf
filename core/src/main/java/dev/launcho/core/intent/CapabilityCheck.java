package dev.launcho.core.intent;

import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.ResolvedProcess;
import dev.launcho.core.model.ServiceSpec;
import dev.launcho.core.model.Target;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.spec.SecretResolver;
import dev.launcho.core.spec.key.TargetPlaces;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.BalancerCapabilities;
import dev.launcho.core.yaml.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A check whether the load balancer and the machine can do what a target asks for. Pure.
 *
 * @param host returns the requirements of a process that the machine can't meet
 * @param secrets returns the value of a secret, if it is set
 */
public record CapabilityCheck(
        BalancerCapabilities capabilities,
        Function<ProcessSpec, List<ProcessHost.Shortfall>> host,
        Function<String, Optional<String>> secrets) {

    /** The problems of a target: refusals for what can't work at all, warnings for what works less well. */
    public record Findings(List<Problem> refusals, List<Problem> warnings) {}

    /** Returns this check with other secrets. */
    public CapabilityCheck with(Function<String, Optional<String>> others) {
        return new CapabilityCheck(capabilities, host, others);
    }

    public Findings of(String fileName, String text, Target target) {
        List<Found> found = new ArrayList<>();
        target.services().forEach(service -> found.addAll(of(service)));
        target.processes().forEach(process -> found.addAll(of(process)));
        List<Problem> refusals = new ArrayList<>();
        List<Problem> warnings = new ArrayList<>();
        if (!found.isEmpty()) {
            TargetPlaces places = TargetPlaces.of(fileName, text);
            found.forEach(f -> f.at().in(places).ifPresent(p -> (f.refused() ? refusals : warnings).add(p)));
        }
        return new Findings(refusals, warnings);
    }

    private record Found(boolean refused, Place at) {}

    /** The place in a target that asks for it; none if the target does not write that key. */
    private interface Place {
        Optional<Problem> in(TargetPlaces places);
    }

    private List<Found> of(ServiceSpec service) {
        Optional<HostPort> on = SecretResolver.resolve(service, secrets).value().map(s -> HostPort.parse(s.on()));
        return capabilities.shortfalls(service, on).stream()
                .map(s -> new Found(s.refused(), places -> places.service(service.name(), s.key(), s.message())))
                .toList();
    }

    private List<Found> of(ProcessSpec process) {
        ProcessSpec known = SecretResolver.resolve(process, secrets)
                .value()
                .map(ResolvedProcess::spec)
                .orElse(process);
        return host.apply(known).stream()
                .map(s -> new Found(true, places -> places.process(process.name(), s.key(), s.variable(), s.message())))
                .toList();
    }
}
