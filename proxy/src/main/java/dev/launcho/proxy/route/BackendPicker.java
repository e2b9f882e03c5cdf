package dev.launcho.proxy.route;

import dev.launcho.core.model.InstanceId;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A picker of backends by the rule of their service. Lock-free; any thread.
 *
 * <p>A pick races with a publish that takes the backend out of rotation. The pick counts itself in and then checks that the
 * current snapshot still has the backend. The publisher swaps the snapshot and then reads the count. One of them sees the
 * other: either the pick is undone, or the drain waits for it.
 */
public final class BackendPicker {
    private final RouteTable table;

    public BackendPicker(RouteTable table) {
        this.table = table;
    }

    /** Picks a backend for a client of which nothing is known. */
    public @Nullable BackendLease pick(String service, Collection<InstanceId> tried) {
        return pick(service, tried, BalancedClient.UNKNOWN);
    }

    /** Picks an active backend of the service that is not in {@code tried}; returns null if there is none. */
    public @Nullable BackendLease pick(String service, Collection<InstanceId> tried, BalancedClient client) {
        while (true) {
            RouteSnapshot seen = table.current();
            Route route = seen.route(service);
            if (route != null && route.changes() && table.refresh(service, route)) {
                continue;
            }
            Endpoint endpoint = route == null ? null : route.next(tried, client);
            if (endpoint == null) {
                return null;
            }
            endpoint.upstream().enter();
            RouteSnapshot now = table.current();
            if (now == seen || now.has(service, endpoint.upstream())) {
                return new BackendLease(endpoint, table);
            }
            endpoint.upstream().leave();
        }
    }
}
