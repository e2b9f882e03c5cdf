package dev.launcho.core.simulation;

import dev.launcho.core.failure.Exit;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.process.SurvivingInstance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What runs, and the records of it: both outlive the server. One thread. */
final class Machine {
    private final Time time;
    private final long seed;
    private final Flaw flaw;
    private final Map<InstanceId, Tree> trees = new LinkedHashMap<>();
    private BiConsumer<Tree, Exit> watcher = (tree, exit) -> {};
    private int port = 20_000;
    private long pid = 100;
    private long changes;
    private long muteNextFor;

    Machine(Time time, long seed, Flaw flaw) {
        this.flaw = flaw;
        this.time = time;
        this.seed = seed;
    }

    /** @param who is told of each end */
    void watch(BiConsumer<Tree, Exit> who) {
        watcher = who;
    }

    /** Written down, with a shim that waits for "go" and ends without it. */
    Tree prepare(ProcessHost.Launch launch) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        launch.spec().receives().forEach(service -> ports.put(service, port++));
        Tree tree = new Tree(launch, pid++, ports, temper(launch), time.now());
        tree.exit = Optional.of(Exit.of(Exit.Stage.BEFORE, -1));
        if (muteNextFor > 0) {
            mute(tree, muteNextFor);
            muteNextFor = 0;
        }
        trees.put(tree.id, tree);
        changes++;
        return tree;
    }

    private Temper temper(ProcessHost.Launch launch) {
        String version = launch.spec().command().get(1);
        String process = launch.spec().name();
        Dice ofVersion = Dice.of(seed, process, version);
        Dice ofInstance = Dice.of(seed, launch.id().name());
        boolean good = version.equals(Targets.SOUND) || ofVersion.below(3) > 0;
        Temper temper = good ? Temper.good(ofInstance) : Temper.bad(ofInstance);
        return process.equals("job") && good ? temper.job(ofInstance) : temper;
    }

    void go(Tree tree) {
        tree.exit = Optional.empty();
        changes++;
        tree.startedAt = time.now();
        time.in(tree.temper.exitsIn(), () -> end(tree, Exit.of(Exit.Stage.COMMAND, tree.temper.status())));
    }

    /** It got the stop signal. */
    void signal(Tree tree) {
        time.in(tree.temper.stopsIn(), () -> end(tree, Exit.of(Exit.Stage.COMMAND, 143)));
    }

    void kill(Tree tree) {
        if (tree.kills++ >= tree.temper.killsSurvived()) {
            end(tree, Exit.of(Exit.Stage.COMMAND, 137));
        }
    }

    void end(Tree tree, Exit exit) {
        if (tree.alive()) {
            tree.exit = Optional.of(exit);
            tree.stray = tree.temper.daemon();
            changes++;
            watcher.accept(tree, exit);
        }
    }

    /** Probes of it come to nothing for so many milliseconds. */
    void mute(Tree tree, long ms) {
        tree.muteUntil = ms == Agenda.NEVER ? ms : time.now() + ms;
    }

    /** So it goes with the next one, from its start on; 0 = with none. */
    void muteNext(long ms) {
        muteNextFor = ms;
    }

    /** Its shim is killed: what it was the parent of lives on, and how that ends nobody will know. */
    void killShim(Tree tree) {
        if (tree.alive()) {
            tree.exit = Optional.of(Exit.of(Exit.Stage.COMMAND, -1));
            tree.shimless = true;
            tree.stray = true;
            changes++;
            watcher.accept(tree, tree.exit.get());
        }
    }

    /** How often something began, ended or was forgotten. */
    long changes() {
        return changes;
    }

    /** Those with a record, oldest first. */
    Collection<Tree> trees() {
        return trees.values();
    }

    Optional<Tree> tree(InstanceId id) {
        return Optional.ofNullable(trees.get(id));
    }

    boolean alive(InstanceId id) {
        Tree tree = trees.get(id);
        return tree != null && tree.alive();
    }

    /** Its record goes. */
    void forget(InstanceId id) {
        trees.remove(id);
        changes++;
    }

    /** What a new server finds: what has ended has left nothing behind any more but its record. */
    List<SurvivingInstance> survivors() {
        List<SurvivingInstance> found = new ArrayList<>();
        for (Tree tree : trees()) {
            found.add(tree.survivor());
            if (!tree.alive() && !(tree.shimless && flaw == Flaw.LEAVES_WHAT_LOST_ITS_SHIM)) {
                tree.stray = false;
            }
        }
        return found;
    }
}
