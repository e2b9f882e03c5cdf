package dev.launcho.proxy.listen;

import dev.launcho.core.model.ConnectionRules;
import dev.launcho.proxy.relay.AdmissionControl;
import dev.launcho.proxy.relay.Relay;
import dev.launcho.proxy.relay.RelayOwner;
import dev.launcho.proxy.route.Route;
import dev.launcho.proxy.route.ServiceStats;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** A client's place in a service, with the service's rules at the moment of the accept. On one thread at a time. */
final class ServiceAdmission implements AdmissionControl.Place {
    private final String service;
    private final ConnectionRules rules;
    private final ServiceStats stats;
    private final ConnectionContext shared;
    private @Nullable InetAddress source;

    private ServiceAdmission(String service, ConnectionRules rules, ServiceStats stats, ConnectionContext shared) {
        this.service = service;
        this.rules = rules;
        this.stats = stats;
        this.shared = shared;
    }

    /** Takes a place; returns null if the service has as many clients as its limit allows. */
    static @Nullable ServiceAdmission take(String service, ConnectionContext shared) {
        Route route = shared.table().route(service);
        // Without a route the service is gone and its socket is about to close, so new counters are made and dropped.
        ServiceStats stats = route == null ? new ServiceStats() : route.stats();
        ConnectionRules rules = route == null ? ConnectionRules.NONE : route.rules();
        return stats.capacity.tryTake() ? new ServiceAdmission(service, rules, stats, shared) : null;
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

    /** Counts the client for its address; returns false if the address has reached its limit. */
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
        return plain ? new ProxiedConnection(relay, this, shared) : new ProxyHeaderPhase(relay, this, shared);
    }

    @Override
    public void giveBack() {
        if (source != null) {
            stats.sources.leave(source);
        }
        stats.capacity.giveBack();
    }
}
