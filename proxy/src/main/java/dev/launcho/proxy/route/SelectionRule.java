package dev.launcho.proxy.route;

import dev.launcho.core.model.BalanceAlgorithm;
import dev.launcho.core.model.InstanceId;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A rule that chooses one of some backends, with all that it needs computed beforehand. Any thread. */
interface SelectionRule {
    /** Returns a backend that is not in {@code tried}, or null if there is none. */
    @Nullable
    Endpoint choose(Collection<InstanceId> tried, BalancedClient client);

    /**
     * Returns the selection for a balance.
     *
     * @param weights of the endpoints at the moment, each at least 1
     * @param turn the service's counter of turns; only the first choice for a connection advances it
     */
    static SelectionRule of(BalanceAlgorithm balance, List<Endpoint> endpoints, int[] weights, AtomicLong turn) {
        if (endpoints.isEmpty()) {
            return (tried, client) -> null;
        }
        return switch (balance) {
            case ROUND_ROBIN -> new RoundRobin(endpoints, weights, turn);
            case LEAST_CONNECTIONS -> new LeastConnections(endpoints, weights, turn);
            case SOURCE -> new BySource(endpoints, weights);
        };
    }
}
