package dev.launcho.core.config;

import dev.launcho.core.net.EphemeralPorts;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The notice about {@code loopback_ports} that the kernel also gives to outgoing connections. Pure. */
public final class EphemeralNotice {
    private EphemeralNotice() {}

    /** Returns one line for the user that says what to type; empty if the kernel gives out none of the ports. */
    public static Optional<String> of(PortRange ports, EphemeralPorts kernel) {
        if (!kernel.hasAnyOf(ports.start(), ports.end())) {
            return Optional.empty();
        }
        return Optional.of("server.loopback_ports " + ports + " are among the ports that the kernel gives to outgoing"
                + " connections (net.ipv4.ip_local_port_range " + kernel.range() + "), so that each may be taken at any"
                + " time: type `sysctl -w net.ipv4.ip_local_reserved_ports=" + reserved(ports, kernel)
                + "`, and write the same into a file of /etc/sysctl.d" + elsewhere(ports, kernel));
    }

    /** Returns the value for the reserved ports. It contains the present ones, since writing replaces them. */
    private static String reserved(PortRange ports, EphemeralPorts kernel) {
        return Stream.concat(kernel.reserved().stream().map(EphemeralPorts.Span::toString), Stream.of(ports.toString()))
                .collect(Collectors.joining(","));
    }

    private static String elsewhere(PortRange ports, EphemeralPorts kernel) {
        int below = kernel.range().first() - ports.size();
        int above = kernel.range().last() + 1;
        if (below >= PortRange.LEAST) {
            return orIn(new PortRange(below, below + ports.size()));
        }
        return above + ports.size() <= PortRange.MOST ? orIn(new PortRange(above, above + ports.size())) : "";
    }

    private static String orIn(PortRange free) {
        return "; or write loopback_ports: [" + free.start() + ", " + free.end() + "] in launcho-config.yaml";
    }
}
