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
 * A free slot: a wanted instance that is missing.
 *
 * @param known the record of the slot; empty if it was never launched
 */
record FreeSlot(int slot, Optional<Slot> known) {

    /** Returns free slots, lowest first, without completed ones. The time is linear in instances and slots. */
    static List<FreeSlot> of(ProcessState s, Goal goal, int most) {
        List<FreeSlot> free = new ArrayList<>();
        if (most <= 0) {
            return free;
        }
        BitSet taken = taken(s, goal);
        Map<Integer, Slot> slots = new HashMap<>();
        for (Slot slot : s.slots()) {
            if (slot.version().equals(goal.version())) {
                slots.put(slot.index(), slot);
                if (slot.completed()) {
                    taken.set(slot.index());
                }
            }
        }
        int replicas = goal.policy().replicas();
        for (int slot = taken.nextClearBit(0);
                slot < replicas && free.size() < most;
                slot = taken.nextClearBit(slot + 1)) {
            free.add(new FreeSlot(slot, Optional.ofNullable(slots.get(slot))));
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

    /** Returns whether no instance of the slot was ever ready. */
    boolean fresh() {
        return known.map(slot -> !slot.wasReady()).orElse(true);
    }

    /** Returns when the slot may be launched. */
    long due(long now) {
        return known.map(Slot::notBefore).orElse(now);
    }
}
