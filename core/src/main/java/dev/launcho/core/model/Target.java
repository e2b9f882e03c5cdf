package dev.launcho.core.model;

import java.util.List;
import java.util.Optional;

/**
 * The target of a user: processes to run, and the services that they receive traffic from.
 *
 * @param processes in the order of the file, names unique
 * @param services in the order of the file, names unique
 */
public record Target(List<ProcessSpec> processes, List<ServiceSpec> services) {
    public static final Target EMPTY = new Target(List.of(), List.of());

    public Target {
        processes = List.copyOf(processes);
        services = List.copyOf(services);
    }

    public Optional<ProcessSpec> process(String name) {
        return processes.stream().filter(p -> p.name().equals(name)).findFirst();
    }

    public Optional<ServiceSpec> service(String name) {
        return services.stream().filter(s -> s.name().equals(name)).findFirst();
    }
}
