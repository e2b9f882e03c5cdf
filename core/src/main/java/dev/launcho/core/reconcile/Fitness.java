package dev.launcho.core.reconcile;

import dev.launcho.core.model.HostPort;
import dev.launcho.core.model.ServiceSpec;
import dev.launcho.core.model.Target;
import dev.launcho.core.target.Resolver;
import dev.launcho.core.target.ServicePlaces;
import dev.launcho.core.traffic.Capabilities;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Asks whether the load balancer can do what a target wants. Pure. */
record Fitness(Capabilities capabilities, Function<String, Optional<String>> secrets) {
    /** One line for each thing that can't work at all, or only less well, with its place. */
    record Findings(List<String> refusals, List<String> warnings) {}

    Findings of(String fileName, String text, Target target) {
        List<String> refusals = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (ServiceSpec service : target.services()) {
            Optional<HostPort> on = Resolver.resolve(service, secrets).value().map(s -> HostPort.parse(s.on()));
            for (Capabilities.Shortfall s : capabilities.shortfalls(service, on)) {
                ServicePlaces.of(fileName, text)
                        .problem(service.name(), s.key(), s.message())
                        .ifPresent(p -> (s.refused() ? refusals : warnings).add(p.toString()));
            }
        }
        return new Findings(refusals, warnings);
    }
}
