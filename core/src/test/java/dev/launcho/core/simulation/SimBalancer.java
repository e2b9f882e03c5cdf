package dev.launcho.core.simulation;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.traffic.FakeBalancer;
import dev.launcho.core.traffic.LatencySummary;
import dev.launcho.core.traffic.LoadBalancer;
import dev.launcho.core.traffic.Routes;
import dev.launcho.core.traffic.TrafficCounters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Carries connections to the instances on the {@link Machine}, for one life of the server. Those of an instance matter from
 * when it leaves the rotation: how many there are then, and how long they stay, is left to the dice.
 */
final class SimBalancer implements LoadBalancer {
    private final Universe universe;
    private final Life life;
    private final Listener listener;
    private final Map<InstanceId, Integer> open = new HashMap<>();
    private final Map<InstanceId, Long> leftAt = new HashMap<>();
    private final Set<String> listening = new HashSet<>();
    private Routes table = Routes.EMPTY;
    private Set<InstanceId> active = Set.of();

    SimBalancer(Universe universe, Life life, Listener listener) {
        this.universe = universe;
        this.life = life;
        this.listener = listener;
    }

    @Override
    public void apply(Routes wanted) {
        universe.fuse().burn();
        Set<InstanceId> before = active;
        Routes routes = flawed(wanted);
        table = routes;
        active = FakeBalancer.active(routes);
        universe.trace(() -> "in rotation: " + new java.util.TreeSet<>(active));
        universe.ask(i -> i.routed(universe, routes));
        for (InstanceId id : before) {
            if (!active.contains(id)) {
                leftAt.put(id, universe.now());
                clients(id);
                drainedIfEmpty(id);
            }
        }
        List<String> keys = new ArrayList<>();
        routes.services().forEach(s -> keys.add(key(s)));
        listening.retainAll(keys);
        for (Routes.Service s : routes.services()) {
            if (listening.add(key(s))) {
                life.in(1, () -> listen(s));
            }
        }
        universe.fuse().burn();
    }

    private Routes flawed(Routes wanted) {
        boolean leaves = universe.has(Flaw.LEAVES_CLOSED);
        boolean hasty = universe.has(Flaw.CLOSES_AT_ONCE);
        if (!leaves && !hasty) {
            return wanted;
        }
        List<Routes.Service> services = new ArrayList<>();
        for (Routes.Service s : wanted.services()) {
            boolean was = leaves && listening.contains(key(s.closed()));
            services.add(was || hasty && s.backends().isEmpty() ? s.closed() : s);
        }
        return new Routes(services);
    }

    private static String key(Routes.Service s) {
        return s.name() + " " + s.on() + " " + s.open();
    }

    private void listen(Routes.Service s) {
        if (!listening.contains(key(s))) {
            return;
        }
        if (!s.open()) {
            life.tell(() -> listener.closed(s.name()));
        } else if (universe.taken(s.on().port())) {
            life.tell(() -> listener.listenFailed(s.name(), s.on() + " is taken by another program"));
            life.in(1_000, () -> listen(s));
        } else {
            life.tell(() -> listener.listening(s.name()));
        }
    }

    private void drainedIfEmpty(InstanceId id) {
        if (open(id) == 0) {
            life.in(1, () -> {
                if (isDrained(id)) {
                    life.tell(() -> listener.drained(id));
                }
            });
        }
    }

    /** Those that it has as it leaves the rotation. */
    private void clients(InstanceId id) {
        if (!universe.machine().tree(id).map(t -> t.answers(universe.now())).orElse(false)) {
            return;
        }
        Dice dice = universe.dice("clients", id.name(), universe.now());
        for (int left = dice.below(4); left > 0; left--) {
            open.merge(id, 1, Integer::sum);
            life.in(dice.oneIn(5) ? dice.below(40_000) : dice.below(1_500), () -> close(id));
        }
    }

    private void close(InstanceId id) {
        int left = open(id) - 1;
        if (left >= 0) {
            open.put(id, left);
        }
        if (left == 0 && !active.contains(id)) {
            drainedIfEmpty(id);
        }
    }

    /** The instance's process is gone. */
    void cut(InstanceId id) {
        boolean had = open(id) > 0;
        open.remove(id);
        if (had && !active.contains(id)) {
            drainedIfEmpty(id);
        }
    }

    int open(InstanceId id) {
        return open.getOrDefault(id, 0);
    }

    boolean active(InstanceId id) {
        return active.contains(id);
    }

    Routes table() {
        return table;
    }

    /** When it left rotation last. */
    long leftAt(InstanceId id) {
        return leftAt.getOrDefault(id, 0L);
    }

    @Override
    public boolean isDrained(InstanceId id) {
        return !active.contains(id) && open(id) == 0;
    }

    @Override
    public TrafficCounters counters() {
        Map<InstanceId, TrafficCounters.Backend> backends = new HashMap<>();
        open.forEach((id, n) -> backends.put(
                id, new TrafficCounters.Backend(n, n, 0, 0, 0, Duration.ZERO, 0, 0, 0, 0, LatencySummary.NONE)));
        return new TrafficCounters(Map.of(), backends);
    }

    @Override
    public void close() {}
}
