package dev.launcho.proxy.listen;

import dev.launcho.core.text.HostPort;
import dev.launcho.proxy.relay.AdmissionControl;
import dev.launcho.proxy.relay.Engine;
import dev.launcho.proxy.relay.ListeningSocket;
import dev.launcho.proxy.route.Route;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * An open listening socket and its service. The service may change: the loops read it for each connection, the
 * {@link ListenThread} writes it. Everything else belongs to that thread.
 */
final class OpenAddress implements AdmissionControl {
    private final InetSocketAddress bound;
    private final ListeningSocket socket;
    private final ConnectionContext context;
    private volatile String service;
    private volatile HostPort on;

    /** Opens the socket. Blocks. */
    OpenAddress(String service, HostPort on, InetSocketAddress address, Engine engine, ConnectionContext context)
            throws IOException {
        this.service = service;
        this.on = on;
        this.bound = address;
        this.context = context;
        warmUp();
        this.socket = engine.listen(address, this);
    }

    /** Loads all classes that an accept needs: a class can't be loaded from its file once no descriptor is left. */
    private void warmUp() {
        Place place = admit();
        if (place != null) {
            place.giveBack();
        }
    }

    @Override
    public @Nullable Place admit() {
        return ServiceAdmission.take(context.table().at(on, service), context);
    }

    @Override
    public void whenFree(Runnable again) {
        Route route = context.table().route(context.table().at(on, service));
        if (route == null) {
            again.run();
        } else {
            route.stats().capacity.whenFree(again);
        }
    }

    String service() {
        return service;
    }

    /** Returns the address as the routing table names it. */
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

    /** Closes the socket. Blocks until the address is free. */
    void close() {
        socket.close();
    }

    InetSocketAddress bound() {
        return bound;
    }

    boolean isAt(InetSocketAddress address) {
        return bound.equals(address);
    }

    /** Returns whether the kernel would refuse to bind {@code other} while this is open. */
    boolean overlaps(InetSocketAddress other) {
        return bound.getPort() == other.getPort()
                && (bound.getAddress().equals(other.getAddress())
                        || covers(bound.getAddress(), other.getAddress())
                        || covers(other.getAddress(), bound.getAddress()));
    }

    /** Returns whether a wildcard includes an address: {@code ::} takes both families, {@code 0.0.0.0} IPv4 only. */
    private static boolean covers(InetAddress wildcard, InetAddress address) {
        return wildcard.isAnyLocalAddress() && (wildcard instanceof Inet6Address || !(address instanceof Inet6Address));
    }
}
