package dev.launcho.proxy.ipvs;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.traffic.Routes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A wanted table, as far as the kernel can have it. Immutable.
 *
 * @param impossible services that the kernel can't have, by name, with the reason
 * @param partial services of which some backends are left out, by name, with the reason
 */
record DesiredTable(
        Map<ServiceKey, DesiredTable.Service> services, Map<String, String> impossible, Map<String, String> partial) {
    static final DesiredTable NOTHING = new DesiredTable(Map.of(), Map.of(), Map.of());

    DesiredTable {
        services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
        impossible = Map.copyOf(impossible);
        partial = Map.copyOf(partial);
    }

    /**
     * A wanted service.
     *
     * @param active servers that get new connections
     * @param draining servers that get no new connections
     * @param weights of the active servers, as the kernel gets them
     * @param open whether the service should take connections; the kernel refuses them if no server is active
     * @param comes whether a backend is expected: while none is active, the servers that were there before stay
     */
    record Service(
            String name,
            Map<Address, InstanceId> active,
            Map<Address, InstanceId> draining,
            Scheduler scheduler,
            Map<Address, Integer> weights,
            boolean open,
            boolean comes) {
        Service {
            active = Collections.unmodifiableMap(new LinkedHashMap<>(active));
            draining = Collections.unmodifiableMap(new LinkedHashMap<>(draining));
            weights = Map.copyOf(weights);
        }
    }

    static DesiredTable of(Routes routes) {
        Map<ServiceKey, Service> services = new LinkedHashMap<>();
        Map<String, String> impossible = new LinkedHashMap<>();
        Map<String, String> partial = new LinkedHashMap<>();
        for (Routes.Service route : routes.services()) {
            ServiceKey key = ServiceKey.tcp(Address.of(route.on()));
            Service other = services.get(key);
            if (other != null) {
                impossible.put(route.name(), route.on() + " is taken by the service " + other.name());
            } else {
                KernelLimits.refusal(route.on())
                        .ifPresentOrElse(
                                why -> impossible.put(route.name(), why),
                                () -> services.put(key, service(route, key, partial)));
            }
        }
        return new DesiredTable(services, impossible, partial);
    }

    private static Service service(Routes.Service route, ServiceKey key, Map<String, String> partial) {
        Map<Address, InstanceId> active = new LinkedHashMap<>();
        Map<Address, InstanceId> draining = new LinkedHashMap<>();
        Map<Address, Integer> weights = new LinkedHashMap<>();
        List<String> apart = new ArrayList<>();
        for (Routes.Backend backend : route.backends()) {
            Address address = Address.of(backend.address());
            if (address.isV6() != key.address().isV6()) {
                apart.add(backend.instance() + " listens on " + address);
            } else if (route.open() && backend.rotation() == Routes.Rotation.ACTIVE) {
                active.put(address, backend.instance());
                weights.put(address, backend.weight());
            } else {
                draining.put(address, backend.instance());
            }
        }
        if (!apart.isEmpty()) {
            String more = apart.size() == 1 ? "" : " and " + (apart.size() - 1) + " more";
            partial.put(
                    route.name(),
                    apart.get(0) + more + ", the kernel can't join that to " + route.on()
                            + ": one is IPv6, the other IPv4");
        }
        Scheduler scheduler = Scheduler.of(route.spread().balance());
        boolean comes = route.open() && !route.hold().equals(Routes.Hold.NONE);
        return new Service(route.name(), active, draining, scheduler, scheduler.weights(weights), route.open(), comes);
    }

    /** Returns this table without a service that is impossible, with the reason. */
    DesiredTable without(ServiceKey key, String why) {
        Map<ServiceKey, Service> fewer = new LinkedHashMap<>(services);
        Map<String, String> more = new LinkedHashMap<>(impossible);
        Service gone = fewer.remove(key);
        if (gone != null) {
            more.put(gone.name(), why);
        }
        return new DesiredTable(fewer, more, partial);
    }
}
