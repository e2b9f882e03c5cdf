package dev.launcho.proxy.route;

import dev.launcho.core.model.ConnectionRules;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.traffic.Routes;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One service in a snapshot.
 *
 * @param active the backends that may be picked, in the table's order
 */
public record Route(
        String service, List<Endpoint> active, Routes.Hold hold, ConnectionRules rules, ServiceStats stats) {
    public Route {
        active = List.copyOf(active);
    }

    /** The next in turn that is not in {@code tried}; only a connection's first pick moves the turn. */
    @Nullable
    Endpoint next(Collection<InstanceId> tried) {
        int count = active.size();
        if (count == 0) {
            return null;
        }
        int turn = tried.isEmpty() ? stats.cursor.getAndIncrement() : stats.cursor.get();
        int start = Integer.remainderUnsigned(turn, count);
        for (int i = 0; i < count; i++) {
            Endpoint endpoint = active.get((start + i) % count);
            if (!tried.contains(endpoint.upstream().instance)) {
                return endpoint;
            }
        }
        return null;
    }

    boolean has(Upstream upstream) {
        for (Endpoint endpoint : active) {
            if (endpoint.upstream() == upstream) {
                return true;
            }
        }
        return false;
    }
}
