package dev.launcho.proxy.route;

import dev.launcho.core.model.HostPort;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.traffic.Counters;
import dev.launcho.core.traffic.Routes;
import io.netty.util.NetUtil;
import java.io.IOException;
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
 * <p>{@link #publish} belongs to one thread; any may read. What a snapshot says may also change by an ejection or as time
 * passes: whoever notices that puts the next one in its place, if it still is the current one.
 */
public final class RouteTable {
    private final Remembered<InstanceId, Upstream> upstreams;
    private final Remembered<String, ServiceStats> stats =
            new Remembered<>(name -> new ServiceStats(), ServiceStats::idle);
    private final EjectionListener ejections;
    private final LongSupplier nanoTime;
    private final AtomicReference<Snapshot> current = new AtomicReference<>(Snapshot.EMPTY);

    public RouteTable(DrainedListener listener) {
        this(listener, EjectionListener.NONE, System::nanoTime);
    }

    /** @param nanoTime monotonic */
    public RouteTable(DrainedListener listener, EjectionListener ejections, LongSupplier nanoTime) {
        this.upstreams = new Remembered<>(instance -> new Upstream(instance, listener), Upstream::idle);
        this.ejections = ejections;
        this.nanoTime = nanoTime;
    }

    Snapshot current() {
        return current.get();
    }

    public @Nullable Route route(String service) {
        return current().route(service);
    }

    /**
     * Which service takes what comes to an address: the one that its socket was opened for or given to; where that has gone,
     * the one that has the address now, though the socket is not yet given to it.
     */
    public String at(HostPort on, String service) {
        Snapshot now = current();
        return now.route(service) == null ? now.addresses().getOrDefault(on, service) : service;
    }

    /** Makes {@code wanted} current; when it returns, nothing else can be picked. */
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
        Snapshot before;
        Snapshot next;
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

    private Snapshot snapshot(Routes wanted, Snapshot before) {
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
        return new Snapshot(routes, addresses);
    }

    private Endpoint endpoint(
            String service, Routes.Backend backend, ServiceStats counted, @Nullable Route old, long now) {
        Upstream upstream = upstreams.get(backend.instance());
        Endpoint before = old == null ? null : old.find(upstream);
        Reachability reachability = upstream.reachability(service);
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

    /** Brings a route up to date. @return false if it was; else the snapshot is to be read again */
    boolean refresh(String service, Route seen) {
        long now = nanoTime.getAsLong();
        if (!seen.isPast(now)) {
            return false;
        }
        Snapshot before = current();
        if (before.route(service) == seen) {
            replace(before, service, seen.at(now));
        }
        return true;
    }

    private boolean replace(Snapshot before, String service, Route route) {
        Snapshot next = before.with(service, route);
        boolean replaced = current.compareAndSet(before, next);
        if (replaced) {
            tellReadmitted(before, next);
        }
        return replaced;
    }

    /** A connect has succeeded. */
    void reached(Endpoint endpoint) {
        endpoint.reachability().succeeded(nanoTime);
    }

    /** A connect has failed; if it was one too many, the backend is left out for a while, unless it is the last. */
    void failed(Endpoint endpoint, IOException cause) {
        long now = nanoTime.getAsLong();
        if (endpoint.reachability().failed(now)) {
            while (!ejectOrLeave(endpoint, now, cause)) {
                // The snapshot has changed in between.
            }
        }
    }

    private boolean ejectOrLeave(Endpoint endpoint, long now, IOException cause) {
        Snapshot before = current();
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
        ejections.ejected(endpoint.service(), endpoint.instance(), time, String.valueOf(cause.getMessage()));
        return true;
    }

    private void tellReadmitted(Snapshot before, Snapshot next) {
        before.routes().forEach((service, old) -> {
            Route now = next.route(service);
            for (InstanceId instance : old.ejected().keySet()) {
                if (now != null && !now.isEjected(instance) && now.hasInstance(instance)) {
                    ejections.readmitted(service, instance);
                }
            }
        });
    }

    /** Its process is about to be ended by force. */
    public void kill(InstanceId instance) {
        Upstream upstream = upstreams.all().get(instance);
        if (upstream != null) {
            upstream.kill();
        }
    }

    /** Those of an instance, also those that are not established yet. */
    public long connections(InstanceId instance) {
        Upstream upstream = upstreams.all().get(instance);
        return upstream == null ? 0 : upstream.active();
    }

    /** Whether an instance, whose process is gone, has done with each of its connections. */
    public boolean isSettled(InstanceId instance) {
        Upstream upstream = upstreams.all().get(instance);
        return upstream == null || upstream.isSettled();
    }

    public Counters counters() {
        Map<InstanceId, Duration> out = ejectedFor();
        Map<String, Counters.Service> services = new HashMap<>();
        stats.all().forEach((name, counted) -> services.put(name, counted.snapshot()));
        Map<InstanceId, Counters.Backend> backends = new HashMap<>();
        upstreams.all().forEach((id, it) -> backends.put(id, it.snapshot(out.getOrDefault(id, Duration.ZERO))));
        return new Counters(services, backends);
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

    /** A name would need a lookup, which may block: it stays unresolved, and connecting to it fails. */
    private static InetSocketAddress address(HostPort address) {
        InetAddress literal = NetUtil.createInetAddressFromIpAddressString(address.host());
        return literal == null
                ? InetSocketAddress.createUnresolved(address.host(), address.port())
                : new InetSocketAddress(literal, address.port());
    }
}
