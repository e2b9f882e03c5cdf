package dev.launcho.proxy.listen;

import dev.launcho.core.model.HostPort;
import dev.launcho.proxy.relay.Engine;
import dev.launcho.proxy.relay.Intake;
import dev.launcho.proxy.relay.ListeningSocket;
import dev.launcho.proxy.route.Route;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * An open listening socket and the service that it is for. The service may change: the loops read it for each
 * connection, the listeners' thread writes it. Everything else belongs to that thread.
 */
final class OpenAddress implements Intake {
    private final InetSocketAddress bound;
    private final ListeningSocket socket;
    private final Arrivals arrivals;
    private volatile String service;
    private volatile HostPort on;

    /** Opens it. Blocks. */
    OpenAddress(String service, HostPort on, InetSocketAddress address, Engine engine, Arrivals arrivals)
            throws IOException {
        this.service = service;
        this.on = on;
        this.bound = address;
        this.arrivals = arrivals;
        warmUp();
        this.socket = engine.listen(address, this);
    }

    /** Who comes when no descriptor is left must not be the first that needs a class to be loaded from a file. */
    private void warmUp() {
        Place place = admit();
        if (place != null) {
            place.giveBack();
        }
    }

    @Override
    public @Nullable Place admit() {
        return Entry.take(arrivals.table().at(on, service), arrivals);
    }

    @Override
    public void whenFree(Runnable again) {
        Route route = arrivals.table().route(arrivals.table().at(on, service));
        if (route == null) {
            again.run();
        } else {
            route.stats().capacity.whenFree(again);
        }
    }

    String service() {
        return service;
    }

    /** As the table names it. */
    HostPort on() {
        return on;
    }

    boolean isOpen() {
        return socket.isOpen();
    }

    void give(String service, HostPort on) {
        this.service = service;
        this.on = on;
    }

    /** Blocks until the address is free. */
    void close() {
        socket.close();
    }

    boolean isAt(InetSocketAddress address) {
        return bound.equals(address);
    }

    /** Whether the kernel would refuse {@code other} while this is open. */
    boolean overlaps(InetSocketAddress other) {
        return bound.getPort() == other.getPort()
                && (bound.getAddress().equals(other.getAddress())
                        || covers(bound.getAddress(), other.getAddress())
                        || covers(other.getAddress(), bound.getAddress()));
    }

    /** {@code ::} takes both families, {@code 0.0.0.0} IPv4 only. */
    private static boolean covers(InetAddress wildcard, InetAddress address) {
        return wildcard.isAnyLocalAddress() && (wildcard instanceof Inet6Address || !(address instanceof Inet6Address));
    }
}
