package dev.launcho.core.traffic;

import dev.launcho.core.model.HostPort;
import dev.launcho.core.model.ServiceSpec;
import java.util.List;
import java.util.Optional;

/** What a balancer can't do of what services ask for, so that it is told when a target is set, not when it fails. Pure. */
public interface Capabilities {
    /** Of a balancer that can do all of it. */
    Capabilities ALL = (service, on) -> List.of();

    /** @param on the service's address, where it is known already */
    List<Shortfall> shortfalls(ServiceSpec service, Optional<HostPort> on);

    /**
     * @param refused whether the service can't work at all; else it works less well than asked for
     * @param key of the service that asks for it; where the target does not write it, nobody has asked
     * @param message for a user: why, and what to do
     */
    record Shortfall(boolean refused, String key, String message) {}
}
