package dev.launcho.proxy.route;

import dev.launcho.core.model.BalancingRules;
import dev.launcho.core.model.ConnectionRules;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.traffic.Routes;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A service in a snapshot. Immutable: as time passes, {@link #at} makes another.
 *
 * <p>Some of the active backends may be ejected for a while; never all of them.
 */
public final class Route {
    private final Routes.Hold hold;
    private final BalancingRules spread;
    private final ConnectionRules rules;
    private final ServiceStats stats;
    private final List<Endpoint> active;
    /** The end of each ejection, by {@link System#nanoTime}. */
    private final Map<InstanceId, Long> ejected;

    private final SelectionRule selection;
    private final boolean changes;
    private final long changesAt;

    private Route(
            Routes.Hold hold,
            BalancingRules spread,
            ConnectionRules rules,
            ServiceStats stats,
            List<Endpoint> active,
            Map<InstanceId, Long> ejected,
            long now) {
        this.hold = hold;
        this.spread = spread;
        this.rules = rules;
        this.stats = stats;
        this.active = active;
        this.ejected = Map.copyOf(ejected);
        List<Endpoint> chosen = active.stream()
                .filter(endpoint -> !ejected.containsKey(endpoint.instance()))
                .toList();
        BackendWeights shares = BackendWeights.of(chosen, spread.slowStart(), now);
        this.selection = SelectionRule.of(spread.balance(), chosen, shares.weights(), stats.turn);
        Optional<Long> back = ejected.values().stream().min((a, b) -> Long.signum(a - b));
        this.changes = shares.changes() || back.isPresent();
        this.changesAt = back.filter(at -> !shares.changes() || at - shares.changesAt() < 0)
                .orElse(shares.changesAt());
    }

    /**
     * @param active the backends that may be picked, in the table's order
     * @param before this service in the previous snapshot; backends that were ejected there stay ejected
     */
    static Route of(
            Routes.Service service, List<Endpoint> active, ServiceStats stats, @Nullable Route before, long now) {
        Map<InstanceId, Long> ejected = before == null ? Map.of() : before.ejected;
        return new Route(
                service.hold(),
                service.spread(),
                service.rules(),
                stats,
                List.copyOf(active),
                still(ejected, active, now),
                now);
    }

    /** Returns how long a connection may wait if no backend can be picked. */
    public Routes.Hold hold() {
        return hold;
    }

    /** Returns the rules for each connection. */
    public ConnectionRules rules() {
        return rules;
    }

    public ServiceStats stats() {
        return stats;
    }

    /** Returns whether this route is out of date: an ejection has ended, or a step of a slow start is due. */
    boolean isPast(long now) {
        return now - changesAt >= 0;
    }

    /** Returns whether this route changes with time at all. */
    boolean changes() {
        return changes;
    }

    Route at(long now) {
        return new Route(hold, spread, rules, stats, active, still(ejected, active, now), now);
    }

    /** Returns this route with one more backend ejected until a time; empty if no other backend is left. */
    Optional<Route> without(InstanceId instance, long until, long now) {
        Map<InstanceId, Long> more = new HashMap<>(still(ejected, active, now));
        more.put(instance, until);
        return more.size() < active.size()
                ? Optional.of(new Route(hold, spread, rules, stats, active, more, now))
                : Optional.empty();
    }

    /** Returns the ejections that still hold for active backends; none if all active backends would be ejected. */
    private static Map<InstanceId, Long> still(Map<InstanceId, Long> ejected, List<Endpoint> active, long now) {
        Map<InstanceId, Long> still = new HashMap<>();
        for (Endpoint endpoint : active) {
            Long until = ejected.get(endpoint.instance());
            if (until != null && until - now > 0) {
                still.put(endpoint.instance(), until);
            }
        }
        return still.size() < active.size() ? still : Map.of();
    }

    boolean isEjected(InstanceId instance) {
        return ejected.containsKey(instance);
    }

    Map<InstanceId, Long> ejected() {
        return ejected;
    }

    /** Returns a backend that is not in {@code tried}; an ejected one only if no other is left. */
    @Nullable
    Endpoint next(Collection<InstanceId> tried, BalancedClient client) {
        Endpoint chosen = selection.choose(tried, client);
        if (chosen != null || ejected.isEmpty()) {
            return chosen;
        }
        for (Endpoint endpoint : active) {
            if (!endpoint.isIn(tried)) {
                return endpoint;
            }
        }
        return null;
    }

    boolean hasInstance(InstanceId instance) {
        return active.stream().anyMatch(endpoint -> endpoint.instance().equals(instance));
    }

    boolean has(Upstream upstream) {
        return find(upstream) != null;
    }

    @Nullable
    Endpoint find(Upstream upstream) {
        for (Endpoint endpoint : active) {
            if (endpoint.upstream() == upstream) {
                return endpoint;
            }
        }
        return null;
    }
}
