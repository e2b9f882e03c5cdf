package dev.launcho.proxy.route;

import dev.launcho.core.model.ConnectionRules;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Spread;
import dev.launcho.core.traffic.Routes;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One service in a snapshot. Immutable: as time passes, {@link #at} makes another.
 *
 * <p>Some of the active backends may be ejected for a while; never all of them.
 */
public final class Route {
    private final Routes.Hold hold;
    private final Spread spread;
    private final ConnectionRules rules;
    private final ServiceStats stats;
    private final List<Endpoint> active;
    /** Until when, of {@link System#nanoTime}. */
    private final Map<InstanceId, Long> ejected;

    private final Selection selection;
    private final boolean changes;
    private final long changesAt;

    private Route(
            Routes.Hold hold,
            Spread spread,
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
        Shares shares = Shares.of(chosen, spread.slowStart(), now);
        this.selection = Selection.of(spread.balance(), chosen, shares.weights(), stats.turn);
        Optional<Long> back = ejected.values().stream().min((a, b) -> Long.signum(a - b));
        this.changes = shares.changes() || back.isPresent();
        this.changesAt = back.filter(at -> !shares.changes() || at - shares.changesAt() < 0)
                .orElse(shares.changesAt());
    }

    /**
     * @param active the backends that may be picked, in the table's order
     * @param before this service in the snapshot before; what was ejected there still is
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

    /** How long a connection may wait where no backend can be picked. */
    public Routes.Hold hold() {
        return hold;
    }

    /** What holds for each connection. */
    public ConnectionRules rules() {
        return rules;
    }

    public ServiceStats stats() {
        return stats;
    }

    /** Whether it is not what it was made of any more. */
    boolean isPast(long now) {
        return now - changesAt >= 0;
    }

    /** Whether it has to be looked at the time at all. */
    boolean changes() {
        return changes;
    }

    Route at(long now) {
        return new Route(hold, spread, rules, stats, active, still(ejected, active, now), now);
    }

    /** Without a backend for a while; empty if there is none else. */
    Optional<Route> without(InstanceId instance, long until, long now) {
        Map<InstanceId, Long> more = new HashMap<>(still(ejected, active, now));
        more.put(instance, until);
        return more.size() < active.size()
                ? Optional.of(new Route(hold, spread, rules, stats, active, more, now))
                : Optional.empty();
    }

    /** Those whose time is not over and that are there; none where nothing else is. */
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

    /** One that is not in {@code tried}; one that is ejected only when nothing else is left. */
    @Nullable
    Endpoint next(Collection<InstanceId> tried, Client client) {
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
