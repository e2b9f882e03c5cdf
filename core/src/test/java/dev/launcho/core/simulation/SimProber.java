package dev.launcho.core.simulation;

import dev.launcho.core.health.Prober;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Probe;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks the instances on the {@link Machine}, for one life of the server. */
final class SimProber implements Prober {
    private final Universe universe;
    private final Life life;
    private final Listener listener;
    private final Map<InstanceId, Watch> watches = new HashMap<>();
    private final Map<InstanceId, Integer> failures = new HashMap<>();
    private final Set<InstanceId> everHealthy = new HashSet<>();

    private static final class Watch {
        final InstanceId id;
        final Probe probe;
        final long every;
        boolean lastGood;

        Watch(InstanceId id, Probe probe, long every) {
            this.id = id;
            this.probe = probe;
            this.every = every;
        }
    }

    SimProber(Universe universe, Life life, Listener listener) {
        this.universe = universe;
        this.life = life;
        this.listener = listener;
    }

    @Override
    public void watch(InstanceId id, Probe probe, Port port, Duration every) {
        universe.fuse().burn();
        Watch watch = new Watch(id, probe, every.toMillis());
        watches.put(id, watch);
        life.in(0, () -> ask(watch));
    }

    private void ask(Watch watch) {
        if (watches.get(watch.id) != watch) {
            return;
        }
        Optional<Tree> tree = universe.machine().tree(watch.id);
        boolean stranger = tree.map(t -> universe.now() < t.strangerUntil).orElse(false);
        boolean good = tree.map(t -> good(watch, t)).orElse(false) && !stranger;
        boolean silent = !good && !stranger && universe.machine().alive(watch.id);
        if (!silent) {
            answered(watch, good, stranger ? "port is taken by PID 1 (stranger)" : good ? "200 OK" : "refused");
        } else {
            life.in(watch.probe.timeout().toMillis(), () -> answered(watch, false, "no answer"));
        }
    }

    private boolean good(Watch watch, Tree tree) {
        return watch.probe.kind() == Probe.Kind.ALIVE
                ? tree.alive()
                        && universe.now() - tree.startedAt
                                >= watch.probe.timeout().toMillis()
                : tree.answers(universe.now());
    }

    private void answered(Watch watch, boolean good, String answer) {
        if (watches.get(watch.id) != watch) {
            return;
        }
        failures.merge(watch.id, 1, (before, one) -> good ? 0 : before + 1);
        if (good) {
            failures.put(watch.id, 0);
            everHealthy.add(watch.id);
        }
        if (!good || !watch.lastGood) {
            life.tell(() -> listener.probed(watch.id, good, answer, good ? "127.0.0.1" : ""));
        }
        watch.lastGood = good;
        life.in(watch.every, () -> ask(watch));
    }

    /** In a row. */
    int failures(InstanceId id) {
        return failures.getOrDefault(id, 0);
    }

    /** Whether it was found healthy in this life of the server. */
    boolean everHealthy(InstanceId id) {
        return everHealthy.contains(id);
    }

    @Override
    public void forget(InstanceId id) {
        universe.fuse().burn();
        watches.remove(id);
    }

    @Override
    public void close() {}
}
