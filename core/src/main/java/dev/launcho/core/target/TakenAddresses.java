package dev.launcho.core.target;

import dev.launcho.core.model.HostPort;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The addresses of a target's services, to find two that can't be bound at once. {@code T} is what an address belongs to. */
final class TakenAddresses<T> {
    private final Map<HostPort, T> exact = new HashMap<>();
    private final Map<Integer, T> ports = new HashMap<>();
    private final Map<Integer, T> wildcards = new HashMap<>();

    /** Takes an address; the result is who has one already that overlaps with it. */
    Optional<T> take(HostPort address, T owner) {
        HostPort normal = Addresses.normal(address);
        boolean wildcard = Addresses.isWildcard(normal);
        T same = exact.putIfAbsent(normal, owner);
        T anywhere = wildcard ? ports.get(normal.port()) : wildcards.get(normal.port());
        ports.putIfAbsent(normal.port(), owner);
        if (wildcard) {
            wildcards.putIfAbsent(normal.port(), owner);
        }
        return Optional.ofNullable(same).or(() -> Optional.ofNullable(anywhere));
    }
}
