package dev.launcho.core.simulation;

import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.reconcile.ReconcilerSnapshot;
import dev.launcho.core.traffic.Routes;
import java.util.HashSet;
import java.util.Set;

/** What there was to see after the last turn: most turns change nothing, and nothing has to be judged anew. One thread. */
final class Sight {
    private ReconcilerSnapshot snapshot = ReconcilerSnapshot.EMPTY;
    private Routes table = Routes.EMPTY;
    private Set<InstanceId> known = Set.of();
    private long machine;
    private int condemned;
    private boolean changed;

    /**
     * Snapshots and tables are made anew only where they change.
     *
     * @param machineNow how often something has begun or ended on the machine
     * @param condemnedNow how many instances users wanted to be replaced
     */
    void look(ReconcilerSnapshot now, Routes tableNow, long machineNow, int condemnedNow) {
        changed = now != snapshot || tableNow != table || machineNow != machine || condemnedNow != condemned;
        if (now != snapshot) {
            known = new HashSet<>();
            for (ProcessState p : now.states().values()) {
                for (Instance i : p.instances()) {
                    known.add(i.id());
                }
            }
        }
        snapshot = now;
        table = tableNow;
        machine = machineNow;
        condemned = condemnedNow;
    }

    boolean changed() {
        return changed;
    }

    /** The instances that the server knows of. */
    Set<InstanceId> known() {
        return known;
    }
}
