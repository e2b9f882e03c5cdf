package dev.launcho.proxy.route;

import dev.launcho.core.model.HostPort;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is routed at one moment. Immutable. */
record Snapshot(Map<String, Route> routes, Map<HostPort, String> addresses) {
    static final Snapshot EMPTY = new Snapshot(Map.of(), Map.of());

    Snapshot {
        routes = Map.copyOf(routes);
        addresses = Map.copyOf(addresses);
    }

    @Nullable
    Route route(String service) {
        return routes.get(service);
    }

    boolean has(String service, Upstream upstream) {
        Route route = route(service);
        return route != null && route.has(upstream);
    }

    Snapshot with(String service, Route route) {
        Map<String, Route> others = new HashMap<>(routes);
        others.put(service, route);
        return new Snapshot(others, addresses);
    }
}
