package dev.launcho.proxy.route;

import static java.util.stream.Collectors.toMap;

import dev.launcho.core.model.HostPort;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.traffic.Counters;
import dev.launcho.core.traffic.Routes;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The routing snapshot, in one volatile reference, and the counters that outlive it.
 *
 * <p>{@link #publish} belongs to one thread; any may read.
 */
public final class RouteTable {
    private final Remembered<InstanceId, Upstream> upstreams;
    private final Remembered<String, ServiceStats> stats =
            new Remembered<>(name -> new ServiceStats(), ServiceStats::idle);
    private volatile Snapshot current = Snapshot.EMPTY;

    public RouteTable(DrainedListener listener) {
        this.upstreams = new Remembered<>(instance -> new Upstream(instance, listener), Upstream::idle);
    }

    Snapshot current() {
        return current;
    }

    public @Nullable Route route(String service) {
        return current.route(service);
    }

    /** Makes {@code wanted} current; when it returns, nothing else can be picked. */
    public void publish(Routes wanted) {
        Map<String, Route> routes = new HashMap<>();
        Set<InstanceId> named = new HashSet<>();
        Set<Upstream> active = new HashSet<>();
        for (Routes.Service service : wanted.services()) {
            List<Endpoint> endpoints = new ArrayList<>();
            for (Routes.Backend backend : service.backends()) {
                named.add(backend.instance());
                Upstream upstream = upstreams.get(backend.instance());
                if (backend.rotation() == Routes.Rotation.ACTIVE) {
                    endpoints.add(new Endpoint(upstream, address(backend.address())));
                    active.add(upstream);
                }
            }
            routes.put(
                    service.name(),
                    new Route(service.name(), endpoints, service.hold(), service.rules(), stats.get(service.name())));
        }
        active.forEach(Upstream::enterRotation);
        current = new Snapshot(routes);
        wanted.services()
                .forEach(service ->
                        stats.get(service.name()).capacity.limit(service.rules().most()));
        upstreams.keep(named);
        stats.keep(routes.keySet());
        for (Upstream upstream : upstreams.all().values()) {
            if (!active.contains(upstream)) {
                upstream.leaveRotation();
            }
        }
    }

    public Counters counters() {
        return new Counters(
                stats.all().entrySet().stream()
                        .collect(toMap(
                                Map.Entry::getKey, entry -> entry.getValue().snapshot())),
                upstreams.all().entrySet().stream()
                        .collect(toMap(
                                Map.Entry::getKey, entry -> entry.getValue().snapshot())));
    }

    /** A name would need a lookup, which may block: it stays unresolved, and connecting to it fails. */
    private static InetSocketAddress address(HostPort address) {
        InetAddress literal = NetUtil.createInetAddressFromIpAddressString(address.host());
        return literal == null
                ? InetSocketAddress.createUnresolved(address.host(), address.port())
                : new InetSocketAddress(literal, address.port());
    }
}
