package dev.launcho.proxy.route;

import dev.launcho.core.model.InstanceId;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A selection by weighted round robin: of each {@link WeightedRoundRobin#period} connections, each backend gets exactly as many as its
 * weight says, with any number of threads.
 */
final class RoundRobin implements SelectionRule {
    private final List<Endpoint> endpoints;
    private final WeightedRoundRobin cycle;
    private final AtomicLong turn;

    RoundRobin(List<Endpoint> endpoints, int[] weights, AtomicLong turn) {
        this.endpoints = endpoints;
        this.cycle = WeightedRoundRobin.of(weights);
        this.turn = turn;
    }

    @Override
    public @Nullable Endpoint choose(Collection<InstanceId> tried, BalancedClient client) {
        long ticket = tried.isEmpty() ? turn.getAndIncrement() : turn.get();
        Endpoint first = endpoints.get(cycle.at(ticket));
        if (!first.isIn(tried)) {
            return first;
        }
        int next = cycle.next(ticket, index -> !endpoints.get(index).isIn(tried));
        return next < 0 ? null : endpoints.get(next);
    }
}
