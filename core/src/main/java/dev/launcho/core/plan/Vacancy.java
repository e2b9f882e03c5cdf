package dev.launcho.core.plan;

import dev.launcho.core.model.Goal;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.Slot;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A wanted copy that is not there.
 *
 * @param known what is remembered of it; empty if it never was launched
 */
record Vacancy(int slot, Optional<Slot> known) {

    /** Lowest first, without what has completed. Each instance and slot is looked at once, however many there are. */
    static List<Vacancy> of(ProcessState s, Goal goal, int most) {
        List<Vacancy> free = new ArrayList<>();
        if (most <= 0) {
            return free;
        }
        BitSet taken = taken(s, goal);
        Map<Integer, Slot> slots = new HashMap<>();
        s.slots().stream().filter(slot -> slot.version().equals(goal.version())).forEach(slot -> {
            slots.put(slot.index(), slot);
            if (slot.completed()) {
                taken.set(slot.index());
            }
        });
        int replicas = goal.policy().replicas();
        for (int slot = taken.nextClearBit(0);
                slot < replicas && free.size() < most;
                slot = taken.nextClearBit(slot + 1)) {
            free.add(new Vacancy(slot, Optional.ofNullable(slots.get(slot))));
        }
        return free;
    }

    private static BitSet taken(ProcessState s, Goal goal) {
        BitSet taken = new BitSet();
        for (Instance i : s.instances()) {
            if (i.version().equals(goal.version()) && i.mayServe()) {
                taken.set(i.slot());
            }
        }
        return taken;
    }

    /** Whether none of its instances ever was ready. */
    boolean fresh() {
        return known.map(slot -> !slot.wasReady()).orElse(true);
    }

    /** When it may be launched. */
    long due(long now) {
        return known.map(Slot::notBefore).orElse(now);
    }
}
