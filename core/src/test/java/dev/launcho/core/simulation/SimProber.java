package dev.launcho.core.simulation;

import dev.launcho.core.health.Prober;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Probe;
import dev.launcho.core.model.ProbeResult;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asks the instances on the {@link Machine}, for one life of the server. One that was well and is well again is no news: it
 * is asked next when something about it has changed, at the moment at which it would have been asked anyway.
 */
final class SimProber implements Prober {
    /** An answer that was waited for so much too long, in milliseconds, was waited for by a server that stood still. */
    private static final long LATE = 200;

    private final Universe universe;
    private final Life life;
    private final Listener listener;
    private final Map<InstanceId, Watch> watches = new HashMap<>();
    private final Map<InstanceId, Integer> failures = new HashMap<>();
    private final Set<InstanceId> everHealthy = new HashSet<>();
    private final Map<InstanceId, Long> watchedSince = new HashMap<>();

    private static final class Watch {
        final InstanceId id;
        final Probe probe;
        final long every;
        boolean lastGood;

        /** When it was last asked. */
        long askedAt;

        /** Whether it is asked next only when something has changed. */
        boolean atRest;

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
        watchedSince.putIfAbsent(id, universe.now());
        life.in(0, () -> ask(watch));
    }

    private void ask(Watch watch) {
        if (watches.get(watch.id) != watch) {
            return;
        }
        watch.atRest = false;
        watch.askedAt = universe.now();
        Optional<Tree> tree = universe.machine().tree(watch.id);
        if (tree.isPresent() && tree.get().isMute(universe.now())) {
            life.in(tree.get().muteUntil - universe.now(), () -> ask(watch));
            return;
        }
        boolean stranger = tree.isPresent() && universe.now() < tree.get().strangerUntil;
        boolean good = tree.isPresent() && !stranger && good(watch, tree.get());
        boolean silent = !good && !stranger && universe.machine().alive(watch.id);
        if (!silent) {
            answered(watch, good, stranger ? "port is taken by PID 1 (stranger)" : good ? "200 OK" : "refused");
        } else {
            long end = universe.now() + watch.probe.timeout().toMillis();
            life.in(watch.probe.timeout().toMillis(), () -> late(watch, end));
        }
    }

    /** What the server had no time to wait for is no fault of the instance: it is asked again. */
    private void late(Watch watch, long end) {
        if (universe.now() - end < LATE) {
            answered(watch, false, "no answer");
        } else {
            ask(watch);
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
        failures.merge(watch.id, 1, (before, one) -> before + 1);
        if (good) {
            failures.put(watch.id, 0);
            everHealthy.add(watch.id);
        }
        boolean news = !good || !watch.lastGood;
        watch.lastGood = good;
        if (news) {
            life.tell(() -> listener.probed(watch.id, good, ProbeResult.described(answer), good ? "127.0.0.1" : ""));
            life.in(watch.every, () -> ask(watch));
        } else {
            watch.atRest = true;
            universe.machine().tree(watch.id).ifPresent(tree -> askAfter(watch, tree.hangsAt));
        }
    }

    /** Something about it has changed, and may be seen by the next question. */
    void disturbed(InstanceId id) {
        Watch watch = watches.get(id);
        if (watch != null && watch.atRest) {
            askAfter(watch, universe.now());
        }
    }

    private void askAfter(Watch watch, long change) {
        if (change != Agenda.NEVER) {
            long rounds = Math.max(1, (change - watch.askedAt + watch.every - 1) / watch.every);
            long at = watch.askedAt + rounds * watch.every;
            life.in(Math.max(0, at - universe.now()), () -> {
                if (watch.atRest) {
                    ask(watch);
                }
            });
        }
    }

    /** In a row. */
    int failures(InstanceId id) {
        return failures.getOrDefault(id, 0);
    }

    /** Whether it was found healthy in this life of the server. */
    boolean everHealthy(InstanceId id) {
        return everHealthy.contains(id);
    }

    /** Whether nothing good was heard of it in this life of the server, in which it was mute for a time. */
    boolean isUnanswered(InstanceId id) {
        long since = watchedSince.getOrDefault(id, Agenda.NEVER);
        return !everHealthy.contains(id)
                && universe.machine().tree(id).map(t -> t.isMute(since)).orElse(false);
    }

    @Override
    public void forget(InstanceId id) {
        universe.fuse().burn();
        watches.remove(id);
    }

    @Override
    public void close() {}
}
