package dev.launcho.core.simulation;

import dev.launcho.core.failure.Exit;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Limits;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.process.ResourceUsage;
import dev.launcho.core.process.SurvivingInstance;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Starts and stops instances on the {@link Machine}, for one life of the server. */
final class SimHost implements ProcessHost {
    private final Universe universe;
    private final Life life;
    private final Listener listener;
    private final List<SurvivingInstance> survivors;
    private final Set<InstanceId> preparing = new HashSet<>();
    private final Set<InstanceId> known = new HashSet<>();
    private final Map<InstanceId, Long> signalledAt = new HashMap<>();

    SimHost(Universe universe, Life life, Listener listener) {
        this.universe = universe;
        this.life = life;
        this.listener = listener;
        this.survivors = universe.machine().survivors();
    }

    private Dice dice(InstanceId id, String what) {
        return universe.dice(id.name(), what);
    }

    @Override
    public void launch(Launch launch) {
        universe.fuse().burn();
        universe.trace(() ->
                "launch " + launch.spec().name() + "/" + launch.slot() + " " + launch.id() + " of " + launch.version());
        universe.ask(i -> i.launching(universe, launch));
        preparing.add(launch.id());
        life.in(1 + dice(launch.id(), "prepare").below(40), () -> prepare(launch));
        universe.fuse().burn();
    }

    private void prepare(Launch launch) {
        if (!preparing.contains(launch.id())) {
            exited(launch.id(), Exit.notLaunched("stopped before it was started"), true);
        } else if (universe.disk().full()) {
            exited(launch.id(), Exit.notLaunched("No space left on device"), false);
        } else if (!universe.fuse().isWet() && dice(launch.id(), "port").oneIn(80)) {
            // Three of these in a row fail a version by right: not once nothing goes wrong any more.
            exited(launch.id(), Exit.notLaunched("no free port"), false);
        } else {
            Tree tree = universe.machine().prepare(launch);
            universe.ask(i -> i.prepared(tree.id));
            life.in(1, () -> go(tree));
        }
    }

    private void go(Tree tree) {
        if (preparing.remove(tree.id)) {
            known.add(tree.id);
            universe.machine().go(tree);
            life.tell(() -> listener.launched(tree.id, tree.pid, tree.ports));
        } else {
            exited(tree.id, Exit.notLaunched("stopped before it was started"), true);
        }
    }

    /** Told by the machine: what it has left behind is ended too, then the reconciler hears of it. */
    void ended(Tree tree, Exit exit) {
        if (known.contains(tree.id)) {
            life.in(dice(tree.id, "exit").below(20), () -> {
                tree.stray &= tree.shimless && universe.has(Flaw.LEAVES_WHAT_LOST_ITS_SHIM);
                exited(tree.id, asSeen(exit), tree.told);
            });
        }
    }

    private Exit asSeen(Exit exit) {
        boolean unknown = exit.status() < 0 && universe.has(Flaw.UNKNOWN_STATUS_IS_GOOD);
        return unknown ? Exit.of(Exit.Stage.COMMAND, 0) : exit;
    }

    private void exited(InstanceId id, Exit exit, boolean asked) {
        preparing.remove(id);
        known.remove(id);
        universe.trace(() -> id + " " + exit.describe());
        life.tell(() -> listener.exited(id, exit, asked));
    }

    @Override
    public List<SurvivingInstance> survivors() {
        return survivors;
    }

    @Override
    public void adopt(Launch launch) {
        universe.fuse().burn();
        universe.trace(() -> "adopt " + launch.id());
        known.add(launch.id());
        universe.machine().tree(launch.id()).ifPresent(tree -> tree.slot = launch.slot());
        if (!universe.machine().alive(launch.id())) {
            universe.machine().tree(launch.id()).ifPresent(t -> ended(t, t.exit.orElseThrow()));
        }
        universe.fuse().burn();
    }

    @Override
    public void signal(InstanceId id, String signal) {
        universe.fuse().burn();
        universe.trace(() -> "signal " + id);
        universe.ask(i -> i.signalling(universe, id));
        signalledAt.put(id, universe.now());
        preparing.remove(id);
        universe.machine()
                .tree(id)
                .filter(t -> t.alive() || universe.has(Flaw.ASKS_THE_DEAD))
                .ifPresent(tree -> tree.told = true);
        life.in(1, () -> universe.machine().tree(id).ifPresent(universe.machine()::signal));
        universe.fuse().burn();
    }

    @Override
    public void kill(InstanceId id) {
        universe.fuse().burn();
        universe.trace(() -> "kill " + id);
        universe.ask(i -> i.killing(universe, id));
        life.in(1, () -> universe.machine().tree(id).ifPresent(universe.machine()::kill));
        universe.fuse().burn();
    }

    @Override
    public void forget(InstanceId id) {
        universe.fuse().burn();
        if (universe.machine().tree(id).map(t -> t.alive() || t.stray).orElse(false)) {
            throw new Violation("no orphan", id + " is forgotten while it, or a part of it, runs");
        }
        universe.machine().forget(id);
        universe.fuse().burn();
    }

    /** Milliseconds; {@link Agenda#NEVER} if it was not, in this life. */
    long signalledAt(InstanceId id) {
        return signalledAt.getOrDefault(id, Agenda.NEVER);
    }

    /** Whether it is on its way to be started. */
    boolean prepares(InstanceId id) {
        return preparing.contains(id);
    }

    @Override
    public ResourceUsage usage(InstanceId id) {
        return ResourceUsage.UNKNOWN;
    }

    @Override
    public List<String> unenforced(Limits limits) {
        return List.of();
    }

    @Override
    public Optional<String> stranger(InstanceId id, String address, int port) {
        return Optional.empty();
    }

    @Override
    public List<Integer> listening(InstanceId id) {
        return List.of();
    }

    @Override
    public long commandPid(InstanceId id) {
        return 0;
    }

    @Override
    public boolean runningFor(InstanceId id, long millis) {
        return universe.machine()
                .tree(id)
                .map(t -> t.alive() && universe.now() - t.startedAt >= millis)
                .orElse(false);
    }

    @Override
    public int exec(InstanceId id, List<String> command, Duration timeout) {
        return 0;
    }

    @Override
    public void close() {}
}
