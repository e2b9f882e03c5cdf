package dev.launcho.core.simulation;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.traffic.Counters;
import dev.launcho.core.traffic.FakeBalancer;
import dev.launcho.core.traffic.Latency;
import dev.launcho.core.traffic.LoadBalancer;
import dev.launcho.core.traffic.Routes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Carries connections to the instances on the {@link Machine}, for one life of the server. */
final class SimBalancer implements LoadBalancer {
    private final Universe universe;
    private final Life life;
    private final Listener listener;
    private final Map<InstanceId, Integer> open = new HashMap<>();
    private final Map<InstanceId, Long> leftAt = new HashMap<>();
    private final Set<String> listening = new HashSet<>();
    private Routes table = Routes.EMPTY;
    private Set<InstanceId> active = Set.of();
    private List<InstanceId> sorted = List.of();

    SimBalancer(Universe universe, Life life, Listener listener) {
        this.universe = universe;
        this.life = life;
        this.listener = listener;
    }

    @Override
    public void apply(Routes routes) {
        universe.fuse().burn();
        Set<InstanceId> before = active;
        table = routes;
        active = FakeBalancer.active(routes);
        sorted = active.stream().sorted().toList();
        universe.trace(() -> "in rotation: " + new java.util.TreeSet<>(active));
        universe.ask(i -> i.routed(universe, routes));
        for (InstanceId id : before) {
            if (!active.contains(id)) {
                leftAt.put(id, universe.now());
                drainedIfEmpty(id);
            }
        }
        List<String> wanted = new ArrayList<>();
        routes.services().forEach(s -> wanted.add(s.name() + " " + s.on()));
        listening.retainAll(wanted);
        for (Routes.Service s : routes.services()) {
            if (listening.add(s.name() + " " + s.on())) {
                life.in(1, () -> listen(s));
            }
        }
        universe.fuse().burn();
    }

    private void listen(Routes.Service s) {
        if (!listening.contains(s.name() + " " + s.on())) {
            return;
        }
        if (universe.taken(s.on().port())) {
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

    /** A client comes. @param ms how long it stays */
    void connect(Dice dice, long ms) {
        if (sorted.isEmpty()) {
            return;
        }
        InstanceId id = dice.any(sorted);
        if (universe.machine().tree(id).map(t -> t.answers(universe.now())).orElse(false)) {
            open.merge(id, 1, Integer::sum);
            life.in(ms, () -> close(id));
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
    public Counters counters() {
        Map<InstanceId, Counters.Backend> backends = new HashMap<>();
        open.forEach((id, n) ->
                backends.put(id, new Counters.Backend(n, n, 0, 0, 0, Duration.ZERO, 0, 0, 0, 0, Latency.NONE)));
        return new Counters(Map.of(), backends);
    }

    @Override
    public void close() {}
}
