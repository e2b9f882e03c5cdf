package dev.launcho.proxy.route;

import dev.launcho.core.text.HostPort;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The routes of all services at one moment. Immutable. */
record RouteSnapshot(Map<String, Route> routes, Map<HostPort, String> addresses) {
    static final RouteSnapshot EMPTY = new RouteSnapshot(Map.of(), Map.of());

    RouteSnapshot {
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

    RouteSnapshot with(String service, Route route) {
        Map<String, Route> others = new HashMap<>(routes);
        others.put(service, route);
        return new RouteSnapshot(others, addresses);
    }
}
