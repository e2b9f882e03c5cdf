package dev.launcho.core.spec;

import dev.launcho.core.text.HostPort;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The addresses of a target's services, to find two that can't be bound at once. {@code T} is the owner of an address. */
final class TakenAddresses<T> {
    private final Map<HostPort, T> exact = new HashMap<>();
    private final Map<Integer, T> ports = new HashMap<>();
    private final Map<Integer, T> wildcards = new HashMap<>();

    /** Takes an address; returns the owner of an earlier address that overlaps with it. */
    Optional<T> take(HostPort address, T owner) {
        HostPort normal = AddressComparison.normal(address);
        boolean wildcard = AddressComparison.isWildcard(normal);
        T same = exact.putIfAbsent(normal, owner);
        T anywhere = wildcard ? ports.get(normal.port()) : wildcards.get(normal.port());
        ports.putIfAbsent(normal.port(), owner);
        if (wildcard) {
            wildcards.putIfAbsent(normal.port(), owner);
        }
        return Optional.ofNullable(same).or(() -> Optional.ofNullable(anywhere));
    }
}
