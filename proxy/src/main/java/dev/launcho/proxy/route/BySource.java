package dev.launcho.proxy.route;

import dev.launcho.core.model.InstanceId;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * By the client's address, with rendezvous hashing: each backend has a score for each client, and the highest wins. When a
 * backend goes, only its clients move; when one comes, only those move that it wins. The scores of weighted backends are
 * {@code -weight / ln(hash)} (Schindelhauer and Schomaker, Weighted distributed hash tables, 2005).
 *
 * <p>A backend's score goes by its place, so that an instance that replaces another has the same. While both are there,
 * the one that comes first in the table has the clients.
 */
final class BySource implements Selection {
    private final List<Endpoint> endpoints;
    private final int[] weights;
    private final long[] places;

    BySource(List<Endpoint> endpoints, int[] weights) {
        this.endpoints = endpoints;
        this.weights = weights;
        this.places = endpoints.stream().mapToLong(e -> Hash.of(e.place())).toArray();
    }

    @Override
    public @Nullable Endpoint choose(Collection<InstanceId> tried, Client client) {
        long address = client.addressHash();
        Endpoint best = null;
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < places.length; i++) {
            double score = -weights[i] / Math.log(Hash.fraction(Hash.mix(address ^ places[i])));
            if (score > highest && !endpoints.get(i).isIn(tried)) {
                highest = score;
                best = endpoints.get(i);
            }
        }
        return best;
    }
}
