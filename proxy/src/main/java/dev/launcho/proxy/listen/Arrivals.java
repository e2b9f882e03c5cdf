package dev.launcho.proxy.listen;

import dev.launcho.proxy.relay.Relay;
import dev.launcho.proxy.relay.RelayOwner;
import dev.launcho.proxy.route.Picker;
import dev.launcho.proxy.route.Route;
import dev.launcho.proxy.route.RouteTable;
import dev.launcho.proxy.route.ServiceStats;
import java.util.function.LongSupplier;

/**
 * What every arrival needs. Immutable.
 *
 * @param nanoTime monotonic
 */
public record Arrivals(RouteTable table, Picker picker, HoldQueue held, LongSupplier nanoTime) {
    /** @param service which service the listening socket is for, at the moment */
    RelayOwner arrive(Relay relay, String service) {
        Route route = table.route(service);
        // Without a route the service has gone, and the socket is about to; nobody counts its connections any more.
        ServiceStats stats = route == null ? new ServiceStats() : route.stats();
        return new Arrival(relay, service, stats, this);
    }
}
