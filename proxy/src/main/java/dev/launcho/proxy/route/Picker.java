package dev.launcho.proxy.route;

import dev.launcho.core.model.InstanceId;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Chooses backends as their service says. Lock-free; any thread.
 *
 * <p>A pick races with a publish that takes the backend out of rotation. The pick counts itself in and then looks whether
 * the current snapshot still has the backend; the publisher swaps the snapshot and then looks at the count. One of them
 * sees the other: either the pick is undone, or the drain waits for it.
 */
public final class Picker {
    private final RouteTable table;

    public Picker(RouteTable table) {
        this.table = table;
    }

    /** For a client of which nothing is known. */
    public @Nullable Lease pick(String service, Collection<InstanceId> tried) {
        return pick(service, tried, Client.UNKNOWN);
    }

    /** An active backend of the service that is not in {@code tried}, or null if there is none. */
    public @Nullable Lease pick(String service, Collection<InstanceId> tried, Client client) {
        while (true) {
            Snapshot seen = table.current();
            Route route = seen.route(service);
            if (route != null && route.changes() && table.refresh(service, route)) {
                continue;
            }
            Endpoint endpoint = route == null ? null : route.next(tried, client);
            if (endpoint == null) {
                return null;
            }
            endpoint.upstream().enter();
            Snapshot now = table.current();
            if (now == seen || now.has(service, endpoint.upstream())) {
                return new Lease(endpoint, table);
            }
            endpoint.upstream().leave();
        }
    }
}
