package dev.launcho.proxy.route;

import dev.launcho.core.model.InstanceId;
import java.net.InetSocketAddress;
import java.util.Collection;

/**
 * Where an instance listens for one service. Immutable, but for what it refers to.
 *
 * @param weight as the table says
 * @param place what it is told apart by where clients are spread by their address
 * @param since when it came into rotation, of {@link System#nanoTime}
 */
record Endpoint(
        Upstream upstream,
        InetSocketAddress address,
        int weight,
        String place,
        long since,
        Reachability reachability,
        String service,
        ServiceStats stats) {
    InstanceId instance() {
        return upstream.instance;
    }

    boolean isIn(Collection<InstanceId> instances) {
        return instances.contains(upstream.instance);
    }
}
