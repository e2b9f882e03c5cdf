package dev.launcho.proxy.listen;

import dev.launcho.core.model.ConnectionRules;
import dev.launcho.proxy.relay.Intake;
import dev.launcho.proxy.relay.Relay;
import dev.launcho.proxy.relay.RelayOwner;
import dev.launcho.proxy.route.Route;
import dev.launcho.proxy.route.ServiceStats;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** A client's place in a service, under the rules that held when it came. On one thread at a time. */
final class Entry implements Intake.Place {
    private final String service;
    private final ConnectionRules rules;
    private final ServiceStats stats;
    private final Arrivals shared;
    private @Nullable InetAddress source;

    private Entry(String service, ConnectionRules rules, ServiceStats stats, Arrivals shared) {
        this.service = service;
        this.rules = rules;
        this.stats = stats;
        this.shared = shared;
    }

    /** Null if the service has as many clients as it may. */
    static @Nullable Entry take(String service, Arrivals shared) {
        Route route = shared.table().route(service);
        // Without a route the service has gone, and the socket is about to; nobody counts its connections any more.
        ServiceStats stats = route == null ? new ServiceStats() : route.stats();
        ConnectionRules rules = route == null ? ConnectionRules.NONE : route.rules();
        return stats.capacity.tryTake() ? new Entry(service, rules, stats, shared) : null;
    }

    String service() {
        return service;
    }

    ConnectionRules rules() {
        return rules;
    }

    ServiceStats stats() {
        return stats;
    }

    /** Counts the client for its address; false if that has as many as it may. */
    boolean countFor(InetAddress address) {
        if (rules.mostPerSource() > 0) {
            if (!stats.sources.enter(address, rules.mostPerSource())) {
                return false;
            }
            source = address;
        }
        return true;
    }

    @Override
    public RelayOwner arrive(Relay relay) {
        stats.accepted.increment();
        boolean plain = rules.acceptFrom().isEmpty() && rules.mostPerSource() == 0;
        return plain ? new Arrival(relay, this, shared) : new Introduction(relay, this, shared);
    }

    @Override
    public void giveBack() {
        if (source != null) {
            stats.sources.leave(source);
        }
        stats.capacity.giveBack();
    }
}
