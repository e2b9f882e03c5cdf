package dev.launcho.proxy.route;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.Routes;
import dev.launcho.core.traffic.TrafficCounters;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The routing snapshot, in one volatile reference, and the counters that outlive it.
 *
 * <p>{@link #publish} belongs to one thread; any thread may read. An ejection or the passing of time may also change the
 * snapshot: the thread that notices it replaces the snapshot by compare-and-set.
 */
public final class RouteTable {
    private final RetainedStats<InstanceId, Upstream> upstreams;
    private final RetainedStats<String, ServiceStats> stats =
            new RetainedStats<>(name -> new ServiceStats(), ServiceStats::idle);
    private final EjectionListener ejections;
    private final LongSupplier nanoTime;
    private final AtomicReference<RouteSnapshot> current = new AtomicReference<>(RouteSnapshot.EMPTY);

    public RouteTable(DrainedListener listener) {
        this(listener, EjectionListener.NONE, System::nanoTime);
    }

    /** @param nanoTime monotonic */
    public RouteTable(DrainedListener listener, EjectionListener ejections, LongSupplier nanoTime) {
        this.upstreams = new RetainedStats<>(instance -> new Upstream(instance, listener), Upstream::idle);
        this.ejections = ejections;
        this.nanoTime = nanoTime;
    }

    RouteSnapshot current() {
        return current.get();
    }

    public @Nullable Route route(String service) {
        return current().route(service);
    }

    /**
     * Returns the service that takes the connections to an address: the service that its socket belongs to. If that
     * service is gone, it is the service that has the address now, though it has not been given the socket yet.
     */
    public String at(HostPort on, String service) {
        RouteSnapshot now = current();
        return now.route(service) == null ? now.addresses().getOrDefault(on, service) : service;
    }

    /** Makes {@code wanted} current; after it returns, only backends of {@code wanted} can be picked. */
    public void publish(Routes wanted) {
        Set<InstanceId> named = new HashSet<>();
        Set<Upstream> active = new HashSet<>();
        for (Routes.Service service : wanted.services()) {
            for (Routes.Backend backend : service.backends()) {
                named.add(backend.instance());
                if (backend.rotation() == Routes.Rotation.ACTIVE) {
                    active.add(upstreams.get(backend.instance()));
                } else {
                    upstreams.get(backend.instance());
                }
            }
        }
        active.forEach(Upstream::enterRotation);
        RouteSnapshot before;
        RouteSnapshot next;
        do {
            before = current();
            next = snapshot(wanted, before);
        } while (!current.compareAndSet(before, next));
        tellReadmitted(before, next);
        wanted.services()
                .forEach(service ->
                        stats.get(service.name()).capacity.limit(service.rules().most()));
        upstreams.keep(named);
        stats.keep(next.routes().keySet());
        for (Upstream upstream : upstreams.all().values()) {
            if (!active.contains(upstream)) {
                upstream.leaveRotation();
            }
        }
    }

    private RouteSnapshot snapshot(Routes wanted, RouteSnapshot before) {
        long now = nanoTime.getAsLong();
        Map<String, Route> routes = new HashMap<>();
        Map<HostPort, String> addresses = new HashMap<>();
        for (Routes.Service service : wanted.services()) {
            addresses.put(service.on(), service.name());
            Route old = before.route(service.name());
            ServiceStats counted = stats.get(service.name());
            List<Endpoint> active = new ArrayList<>();
            for (Routes.Backend backend : service.backends()) {
                if (backend.rotation() == Routes.Rotation.ACTIVE) {
                    active.add(endpoint(service.name(), backend, counted, old, now));
                }
            }
            routes.put(service.name(), Route.of(service, active, counted, old, now));
        }
        return new RouteSnapshot(routes, addresses);
    }

    private Endpoint endpoint(
            String service, Routes.Backend backend, ServiceStats counted, @Nullable Route old, long now) {
        Upstream upstream = upstreams.get(backend.instance());
        Endpoint before = old == null ? null : old.find(upstream);
        OutlierDetection reachability = upstream.reachability(service);
        if (before == null) {
            reachability.begins();
        }
        return new Endpoint(
                upstream,
                address(backend.address()),
                backend.weight(),
                backend.place(),
                before == null ? now : before.since(),
                reachability,
                service,
                counted);
    }

    /** Brings a route up to date. @return false if it was up to date; else the snapshot has to be read again */
    boolean refresh(String service, Route seen) {
        long now = nanoTime.getAsLong();
        if (!seen.isPast(now)) {
            return false;
        }
        RouteSnapshot before = current();
        if (before.route(service) == seen) {
            replace(before, service, seen.at(now));
        }
        return true;
    }

    private boolean replace(RouteSnapshot before, String service, Route route) {
        RouteSnapshot next = before.with(service, route);
        boolean replaced = current.compareAndSet(before, next);
        if (replaced) {
            tellReadmitted(before, next);
        }
        return replaced;
    }

    /** Records that a connect has succeeded. */
    void reached(Endpoint endpoint) {
        endpoint.reachability().succeeded(nanoTime);
    }

    /** Records that a connect has failed; after too many failures the backend is ejected for a while, unless it is the last. */
    void failed(Endpoint endpoint, FailureKind cause) {
        Route route = current().route(endpoint.service());
        if (route != null && route.isEjected(endpoint.instance())) {
            return; // Connects that were under way when the backend was ejected add no information.
        }
        long now = nanoTime.getAsLong();
        if (endpoint.reachability().failed()) {
            while (!ejectOrLeave(endpoint, now, cause)) {
                // The snapshot has changed in between.
            }
        }
    }

    private boolean ejectOrLeave(Endpoint endpoint, long now, FailureKind cause) {
        RouteSnapshot before = current();
        Route route = before.route(endpoint.service());
        if (route == null || !route.has(endpoint.upstream()) || route.isEjected(endpoint.instance())) {
            return true;
        }
        Duration time = endpoint.reachability().ejection();
        Optional<Route> without = route.without(endpoint.instance(), now + time.toNanos(), now);
        if (without.isEmpty()) {
            return true;
        }
        if (!replace(before, endpoint.service(), without.get())) {
            return false;
        }
        endpoint.reachability().ejected(now);
        endpoint.stats().tally.ejected.increment();
        endpoint.upstream().tally.ejected.increment();
        ejections.ejected(endpoint.service(), endpoint.instance(), time, cause);
        return true;
    }

    private void tellReadmitted(RouteSnapshot before, RouteSnapshot next) {
        before.routes().forEach((service, old) -> {
            Route now = next.route(service);
            for (InstanceId instance : old.ejected().keySet()) {
                if (now != null && !now.isEjected(instance) && now.hasInstance(instance)) {
                    ejections.readmitted(service, instance);
                }
            }
        });
    }

    /** Records that the instance's process is about to be killed. */
    public void kill(InstanceId instance) {
        Upstream upstream = upstreams.all().get(instance);
        if (upstream != null) {
            upstream.kill();
        }
    }

    /** Returns the number of an instance's connections, including those that are not established yet. */
    public long connections(InstanceId instance) {
        Upstream upstream = upstreams.all().get(instance);
        return upstream == null ? 0 : upstream.active();
    }

    /** Returns whether an instance whose process is gone has ended its side of each of its connections. */
    public boolean isSettled(InstanceId instance) {
        Upstream upstream = upstreams.all().get(instance);
        return upstream == null || upstream.isSettled();
    }

    public TrafficCounters counters() {
        Map<InstanceId, Duration> out = ejectedFor();
        Map<String, TrafficCounters.Service> services = new HashMap<>();
        stats.all().forEach((name, counted) -> services.put(name, counted.snapshot()));
        Map<InstanceId, TrafficCounters.Backend> backends = new HashMap<>();
        upstreams.all().forEach((id, it) -> backends.put(id, it.snapshot(out.getOrDefault(id, Duration.ZERO))));
        return new TrafficCounters(services, backends);
    }

    private Map<InstanceId, Duration> ejectedFor() {
        long now = nanoTime.getAsLong();
        Map<InstanceId, Duration> out = new HashMap<>();
        for (Route route : current().routes().values()) {
            route.ejected().forEach((instance, until) -> {
                Duration left = Duration.ofNanos(Math.max(0, until - now));
                out.merge(instance, left, (a, b) -> a.compareTo(b) > 0 ? a : b);
            });
        }
        return out;
    }

    /** Returns the socket address. A name stays unresolved, since a look-up may block; a connect to it fails. */
    private static InetSocketAddress address(HostPort address) {
        InetAddress literal = NetUtil.createInetAddressFromIpAddressString(address.host());
        return literal == null
                ? InetSocketAddress.createUnresolved(address.host(), address.port())
                : new InetSocketAddress(literal, address.port());
    }
}
