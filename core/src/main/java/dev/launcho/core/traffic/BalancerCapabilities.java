package dev.launcho.core.traffic;

import dev.launcho.core.model.ServiceSpec;
import dev.launcho.core.text.HostPort;
import java.util.List;
import java.util.Optional;

/** The limits of a balancer, by which a target is checked when it is set, not when a service fails. Pure. */
public interface BalancerCapabilities {
    /** A balancer without limits. */
    BalancerCapabilities ALL = (service, on) -> List.of();

    /** @param on the service's address, if it is known already */
    List<Shortfall> shortfalls(ServiceSpec service, Optional<HostPort> on);

    /**
     * @param refused whether the service can't work at all; otherwise it works less well than asked for
     * @param key the key of the service that asks for the feature; if the target does not write it, nobody has asked
     * @param message a line for the user: why, and what to do
     */
    record Shortfall(boolean refused, String key, String message) {}
}
