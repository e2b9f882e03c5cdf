package dev.launcho.proxy.route;

import dev.launcho.core.model.InstanceId;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A selection by the client's address, with rendezvous hashing: each backend has a score for each client, and the highest
 * wins. When a backend goes, only its clients move; when a backend comes, only the clients move that it wins. The scores
 * of weighted backends are {@code -weight / ln(hash)} (Schindelhauer and Schomaker, Weighted distributed hash tables, 2005).
 *
 * <p>The score is computed from the backend's place, so an instance has the score of the instance that it replaces. While
 * both are there, the first in the table gets the clients.
 */
final class BySource implements SelectionRule {
    private final List<Endpoint> endpoints;
    private final int[] weights;
    private final long[] places;

    BySource(List<Endpoint> endpoints, int[] weights) {
        this.endpoints = endpoints;
        this.weights = weights;
        this.places =
                endpoints.stream().mapToLong(e -> StableHash.of(e.place())).toArray();
    }

    @Override
    public @Nullable Endpoint choose(Collection<InstanceId> tried, BalancedClient client) {
        long address = client.addressHash();
        Endpoint best = null;
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < places.length; i++) {
            double score = -weights[i] / Math.log(StableHash.fraction(StableHash.mix(address ^ places[i])));
            if (score > highest && !endpoints.get(i).isIn(tried)) {
                highest = score;
                best = endpoints.get(i);
            }
        }
        return best;
    }
}
