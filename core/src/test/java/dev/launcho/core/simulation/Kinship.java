package dev.launcho.core.simulation;

import dev.launcho.core.model.DesiredState;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.Policy;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.reconcile.ReconcilerSnapshot;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** 3: whatever runs is known, nothing runs twice, and what is well and wanted is let live. */
final class Kinship implements Invariant {
    private static final int FAILURES = 3;

    /** Names that this server has given. */
    private final Set<InstanceId> given = new HashSet<>();

    /** Names that left something on the disk. A full one can't keep how many were given, and then nothing runs. */
    private final Set<InstanceId> prepared = new HashSet<>();

    private final Set<InstanceId> launchedNow = new HashSet<>();
    private boolean changed;

    @Override
    public void launching(Universe u, ProcessHost.Launch launch) {
        if (!given.add(launch.id()) || prepared.contains(launch.id())) {
            throw new Violation("no twin", launch.id() + " was there before");
        }
        for (Tree tree : u.machine().trees()) {
            boolean same = tree.process.equals(launch.spec().name())
                    && tree.version.equals(launch.version())
                    && tree.slot == launch.slot();
            if (same && tree.alive() && !tree.told && !leaves(u, tree)) {
                throw new Violation("no twin", launch.id() + " is launched beside " + tree);
            }
        }
        alone(u, launch);
        twinsInTheMaking(u, launch);
    }

    /** Failing, to be replaced, or on its way out. */
    private static boolean leaves(Universe u, Tree tree) {
        Optional<Instance> seen = seen(u, tree.id);
        return u.prober().failures(tree.id) >= FAILURES
                || u.condemned(tree.id)
                || seen.map(i -> !i.phase().active() || i.phase() == Phase.UNREADY)
                        .orElse(false);
    }

    /** What can't run twice does not, not even for a moment. */
    private void alone(Universe u, ProcessHost.Launch launch) {
        DesiredState d = u.snapshot().desired().get(launch.spec().name());
        if (d == null || changed || launch.spec().policy().update() != Policy.Update.RECREATE) {
            return;
        }
        for (Tree tree : u.machine().trees()) {
            boolean other = tree.process.equals(launch.spec().name()) && !tree.version.equals(launch.version());
            if (tree.alive() && other && launch.version().equals(d.goal().version())) {
                throw new Violation("no twin", launch.id() + " may not run beside " + tree + " of another version");
            }
        }
    }

    private void twinsInTheMaking(Universe u, ProcessHost.Launch launch) {
        if (!launchedNow.add(new InstanceId(key(launch)))) {
            throw new Violation("no twin", launch.id() + " is launched in the same turn as another in its slot");
        }
        boolean twin = instances(u)
                .anyMatch(i -> i.phase() == Phase.PREPARING
                        && u.host().prepares(i.id())
                        && i.version().equals(launch.version())
                        && i.slot() == launch.slot()
                        && i.process().equals(launch.spec().name())
                        && !u.condemned(i.id()));
        if (twin) {
            throw new Violation("no twin", launch.id() + " is launched beside one that is being prepared");
        }
    }

    private static String key(ProcessHost.Launch l) {
        return l.spec().name() + "-" + l.version() + "-" + l.slot();
    }

    /** Until the server has dealt with it, what is seen to be wanted is what was. */
    @Override
    public void changed(Universe u) {
        changed = true;
    }

    @Override
    public void stepped(Universe u) {
        changed = false;
        launchedNow.clear();
        if (!u.stirred()) {
            return;
        }
        for (Tree tree : u.machine().trees()) {
            if (tree.alive() && !u.knows(tree.id)) {
                throw new Violation("no orphan", tree + " runs and is not known");
            }
        }
    }

    @Override
    public void prepared(InstanceId id) {
        prepared.add(id);
    }

    @Override
    public void ended(Universe u) {
        given.clear();
        launchedNow.clear();
    }

    private static java.util.stream.Stream<Instance> instances(Universe u) {
        ReconcilerSnapshot s = u.snapshot();
        return s.states().values().stream().flatMap(p -> p.instances().stream());
    }

    private static Optional<Instance> seen(Universe u, InstanceId id) {
        return instances(u).filter(i -> i.id().equals(id)).findFirst();
    }

    @Override
    public void calm(Universe u) {
        for (Tree tree : u.machine().trees()) {
            if (tree.stray) {
                throw new Violation("no orphan", "something of " + tree + " runs on");
            }
        }
    }
}
