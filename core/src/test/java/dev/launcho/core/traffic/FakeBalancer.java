package dev.launcho.core.traffic;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.model.InstanceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A balancer without sockets: keeps every table, and tells what it has to. One thread. */
public final class FakeBalancer implements LoadBalancer {
    public final List<Routes> tables = new ArrayList<>();

    /** Connections that are open to an instance: it is drained once a test takes its number away. */
    public final Map<InstanceId, Long> open = new HashMap<>();

    /** Services whose address is taken, and by whom. */
    public final Map<String, String> taken = new HashMap<>();

    /** Services whose name nobody answers for, and their hosts. */
    public final Map<String, String> lookedUp = new HashMap<>();

    /** What was counted of services. */
    public final Map<String, TrafficCounters.Service> services = new HashMap<>();

    /** Instances that are gone, and whose last connections are not counted yet. */
    public final Set<InstanceId> uncounted = new HashSet<>();

    private final Listener listener;
    private final Consumer<String> diary;
    private final Set<String> told = new HashSet<>();

    /** @param diary is told {@code active ID} and {@code out ID} as instances come into rotation and leave it */
    public FakeBalancer(Listener listener, Consumer<String> diary) {
        this.listener = listener;
        this.diary = diary;
    }

    public Routes table() {
        return tables.isEmpty() ? Routes.EMPTY : tables.get(tables.size() - 1);
    }

    @Override
    public void apply(Routes routes) {
        Set<InstanceId> before = active(table());
        Set<InstanceId> after = active(routes);
        tables.add(routes);
        after.stream().filter(id -> !before.contains(id)).forEach(id -> diary.accept("active " + id));
        for (InstanceId id : before) {
            if (!after.contains(id)) {
                diary.accept("out " + id);
                if (!open.containsKey(id)) {
                    listener.drained(id);
                }
            }
        }
        routes.services().forEach(this::listen);
        told.retainAll(routes.services().stream().map(s -> key(s)).toList());
    }

    private void listen(Routes.Service service) {
        if (told.add(key(service))) {
            String problem = taken.get(service.name());
            String host = lookedUp.get(service.name());
            if (!service.open()) {
                listener.closed(service.name());
            } else if (host != null) {
                listener.lookingUp(service.name(), host);
            } else if (problem == null) {
                listener.listening(service.name());
            } else {
                listener.listenFailed(service.name(), problem);
            }
        }
    }

    private static String key(Routes.Service service) {
        return service.name() + " " + service.on() + " " + service.open();
    }

    /** Who is told, for a test that tells more. */
    public Listener listener() {
        return listener;
    }

    /** The last connection to an instance ends. */
    public void end(InstanceId id) {
        open.remove(id);
        listener.drained(id);
    }

    public static Set<InstanceId> active(Routes routes) {
        Set<InstanceId> active = new HashSet<>();
        for (Routes.Service service : routes.services()) {
            service.backends().stream()
                    .filter(b -> b.rotation() == Routes.Rotation.ACTIVE)
                    .forEach(b -> active.add(b.instance()));
        }
        return active;
    }

    private static TrafficCounters.Backend backend(long open) {
        return new TrafficCounters.Backend(open, open, 0, 0, 0, Duration.ZERO, 0, 0, 0, 0, LatencySummary.NONE);
    }

    @Override
    public TrafficCounters counters() {
        Map<InstanceId, TrafficCounters.Backend> backends = new HashMap<>();
        open.forEach((id, n) -> backends.put(id, backend(n)));
        return new TrafficCounters(services, backends);
    }

    @Override
    public boolean isSettled(InstanceId instance) {
        return !uncounted.contains(instance);
    }

    @Override
    public void killed(InstanceId instance) {
        diary.accept("killed " + instance);
    }

    /** Connects to an instance fail, and then they succeed again. */
    public void ejectFor(String service, InstanceId id, Duration time, FailureKind cause) {
        listener.ejected(service, id, time, cause);
        listener.readmitted(service, id);
    }

    @Override
    public void close() {}
}
