package dev.launcho.proxy.route;

import dev.launcho.core.model.InstanceId;
import java.net.InetSocketAddress;
import java.util.Collection;

/**
 * An instance as a backend of one service: its address, weight and counters. Immutable, but refers to mutable objects.
 *
 * @param weight as the table says
 * @param place the backend's key in rendezvous hashing, see {@link BySource}
 * @param since when it came into rotation, by {@link System#nanoTime}
 */
record Endpoint(
        Upstream upstream,
        InetSocketAddress address,
        int weight,
        String place,
        long since,
        OutlierDetection reachability,
        String service,
        ServiceStats stats) {
    InstanceId instance() {
        return upstream.instance;
    }

    boolean isIn(Collection<InstanceId> instances) {
        return instances.contains(upstream.instance);
    }
}
