package dev.launcho.proxy.route;

import dev.launcho.core.model.InstanceId;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A selection of the backend with the fewest open connections for its weight; equal backends take turns. */
final class LeastConnections implements SelectionRule {
    private final List<Endpoint> endpoints;
    private final int[] weights;
    private final WeightedRoundRobin cycle;
    private final AtomicLong turn;

    LeastConnections(List<Endpoint> endpoints, int[] weights, AtomicLong turn) {
        this.endpoints = endpoints;
        this.weights = weights;
        this.cycle = WeightedRoundRobin.of(weights);
        this.turn = turn;
    }

    @Override
    public @Nullable Endpoint choose(Collection<InstanceId> tried, BalancedClient client) {
        long ticket = tried.isEmpty() ? turn.getAndIncrement() : turn.get();
        int least = -1;
        long connections = 0;
        for (int i = 0; i < weights.length; i++) {
            if (!endpoints.get(i).isIn(tried)) {
                long here = endpoints.get(i).upstream().active();
                if (least < 0 || here * weights[least] < connections * weights[i]) {
                    least = i;
                    connections = here;
                }
            }
        }
        return least < 0 ? null : endpoints.get(equals(least, connections, tried, ticket));
    }

    /** Returns the next backend in turn that has no more connections for its weight than {@code least}. */
    private int equals(int least, long connections, Collection<InstanceId> tried, long ticket) {
        int next = cycle.next(ticket, i -> {
            Endpoint endpoint = endpoints.get(i);
            return endpoint.upstream().active() * weights[least] <= connections * weights[i] && !endpoint.isIn(tried);
        });
        return next < 0 ? least : next;
    }
}
