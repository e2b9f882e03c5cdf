package dev.launcho.core.simulation;

import dev.launcho.core.model.DesiredState;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.reconcile.ReconcilerSnapshot;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/** 4, the second half: nothing grows without bound, nothing is retried without pause. */
final class Bounds implements Invariant {
    private static final String NAME = "nothing unbounded";
    private static final int LAUNCHES = 7;
    private static final long IN_MILLIS = 5_000;

    /** Of one process, whatever its users do: two versions of up to four, one more, and as many that are leaving. */
    private static final int INSTANCES = 24;

    /** Two of each process that there ever is; those of instances come on top. */
    private static final int SPECS = 12;

    private final Map<String, ArrayDeque<Long>> launches = new HashMap<>();

    @Override
    public void launching(Universe u, ProcessHost.Launch launch) {
        String slot = launch.spec().name() + " " + launch.version() + " " + launch.slot();
        ArrayDeque<Long> times = launches.computeIfAbsent(slot, s -> new ArrayDeque<>());
        times.add(u.now());
        if (times.size() > LAUNCHES) {
            long since = times.remove();
            if (u.now() - since < IN_MILLIS) {
                throw new Violation(NAME, slot + " is launched " + LAUNCHES + " times in " + (u.now() - since) + " ms");
            }
        }
    }

    @Override
    public void stepped(Universe u) {
        if (!u.stirred()) {
            return;
        }
        ReconcilerSnapshot s = u.snapshot();
        int instances = 0;
        for (ProcessState p : s.states().values()) {
            instances += p.instances().size();
            if (p.instances().size() > INSTANCES) {
                throw new Violation(NAME, p.name() + " has " + p.instances().size() + " instances: " + p.instances());
            }
            DesiredState d = s.desired().get(p.name());
            if (d == null) {
                throw new Violation(NAME, p.name() + " is remembered and not wanted");
            }
        }
        if (s.specs().size() > SPECS + instances) {
            throw new Violation(NAME, s.specs().size() + " specs are remembered");
        }
    }

    @Override
    public void changed(Universe u) {
        launches.clear();
    }

    @Override
    public void ended(Universe u) {
        launches.clear();
    }
}
