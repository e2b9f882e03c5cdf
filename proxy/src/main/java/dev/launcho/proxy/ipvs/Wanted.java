package dev.launcho.proxy.ipvs;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.traffic.Routes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A wanted table as far as the kernel can have it. Immutable.
 *
 * @param impossible services that can't be, by name, and why
 * @param partial services of which some backends are left out, by name, and why
 */
record Wanted(Map<ServiceKey, Wanted.Service> services, Map<String, String> impossible, Map<String, String> partial) {
    static final Wanted NOTHING = new Wanted(Map.of(), Map.of(), Map.of());

    Wanted {
        services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
        impossible = Map.copyOf(impossible);
        partial = Map.copyOf(partial);
    }

    /**
     * @param active get new connections
     * @param draining get none
     * @param weights of the active ones, as the kernel is to be told
     * @param comes whether a backend is on its way: while none is active, what was there before stays
     */
    record Service(
            String name,
            Map<Address, InstanceId> active,
            Map<Address, InstanceId> draining,
            Scheduler scheduler,
            Map<Address, Integer> weights,
            boolean comes) {
        Service {
            active = Collections.unmodifiableMap(new LinkedHashMap<>(active));
            draining = Collections.unmodifiableMap(new LinkedHashMap<>(draining));
            weights = Map.copyOf(weights);
        }
    }

    static Wanted of(Routes routes) {
        Map<ServiceKey, Service> services = new LinkedHashMap<>();
        Map<String, String> impossible = new LinkedHashMap<>();
        Map<String, String> partial = new LinkedHashMap<>();
        for (Routes.Service route : routes.services()) {
            ServiceKey key = ServiceKey.tcp(Address.of(route.on()));
            Service other = services.get(key);
            if (other != null) {
                impossible.put(route.name(), route.on() + " is taken by the service " + other.name());
            } else {
                Limits.refusal(route.on())
                        .ifPresentOrElse(
                                why -> impossible.put(route.name(), why),
                                () -> services.put(key, service(route, key, partial)));
            }
        }
        return new Wanted(services, impossible, partial);
    }

    private static Service service(Routes.Service route, ServiceKey key, Map<String, String> partial) {
        Map<Address, InstanceId> active = new LinkedHashMap<>();
        Map<Address, InstanceId> draining = new LinkedHashMap<>();
        Map<Address, Integer> weights = new LinkedHashMap<>();
        for (Routes.Backend backend : route.backends()) {
            Address address = Address.of(backend.address());
            if (address.isV6() != key.address().isV6()) {
                String listens = backend.instance() + " listens on " + address;
                partial.put(
                        route.name(),
                        listens + ", the kernel can't join that to " + route.on() + ": one is IPv6, the other IPv4");
            } else if (backend.rotation() == Routes.Rotation.ACTIVE) {
                active.put(address, backend.instance());
                weights.put(address, backend.weight());
            } else {
                draining.put(address, backend.instance());
            }
        }
        Scheduler scheduler = Scheduler.of(route.spread().balance());
        boolean comes = !route.hold().equals(Routes.Hold.NONE);
        return new Service(route.name(), active, draining, scheduler, scheduler.weights(weights), comes);
    }

    /** The same without a service that something stands in the way of. */
    Wanted without(ServiceKey key, String why) {
        Map<ServiceKey, Service> fewer = new LinkedHashMap<>(services);
        Map<String, String> more = new LinkedHashMap<>(impossible);
        Service gone = fewer.remove(key);
        if (gone != null) {
            more.put(gone.name(), why);
        }
        return new Wanted(fewer, more, partial);
    }
}
