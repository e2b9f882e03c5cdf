package dev.launcho.proxy.route;

import dev.launcho.core.model.Balance;
import dev.launcho.core.model.InstanceId;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A rule by which a backend is chosen from some, with what it needs of them worked out before. Any thread. */
interface Selection {
    /** One that is not in {@code tried}, or null if there is none. */
    @Nullable
    Endpoint choose(Collection<InstanceId> tried, Client client);

    /**
     * @param weights of the endpoints at the moment, each at least 1
     * @param turn the service's; only the first choice for a connection moves it
     */
    static Selection of(Balance balance, List<Endpoint> endpoints, int[] weights, AtomicLong turn) {
        if (endpoints.isEmpty()) {
            return (tried, client) -> null;
        }
        return switch (balance) {
            case ROUND_ROBIN -> new InTurn(endpoints, weights, turn);
            case LEAST_CONNECTIONS -> new LeastConnections(endpoints, weights, turn);
            case SOURCE -> new BySource(endpoints, weights);
        };
    }
}
