package dev.launcho.core.plan;

import dev.launcho.core.model.Desired;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.Slot;
import java.util.Map;
import java.util.Optional;

/** Which process waits for which: {@code after} at the start, the reverse at the end. Pure. */
public final class Order {
    private Order() {}

    /**
     * What keeps a process from starting (one that it comes after is not ready) or from leaving (one that comes after it
     * still runs); empty if nothing does.
     */
    public static String blocker(Desired d, Map<String, Desired> desired, Map<String, ProcessState> states) {
        return d.kept() ? notReady(d, desired, states) : stillThere(d, desired, states);
    }

    private static String notReady(Desired d, Map<String, Desired> desired, Map<String, ProcessState> states) {
        for (String name : d.policy().after()) {
            Optional<Desired> before = Optional.ofNullable(desired.get(name)).filter(Desired::kept);
            if (before.isPresent() && !arrived(before.get(), states)) {
                return name;
            }
        }
        return "";
    }

    /** It runs as the target says, or has done what it is there for. */
    private static boolean arrived(Desired d, Map<String, ProcessState> states) {
        ProcessState s = states.getOrDefault(d.process(), ProcessState.initial(d.process()));
        if (!d.goal().exists() || !s.live().equals(d.goal().version())) {
            return false;
        }
        boolean done = s.slots().stream()
                .anyMatch(slot -> done(slot) && slot.version().equals(d.goal().version()));
        if (isJob(d)) {
            return done;
        }
        boolean serves = s.instances().stream()
                .anyMatch(i ->
                        i.phase() == Phase.READY && i.version().equals(d.goal().version()));
        return serves || done || d.policy().replicas() == 0;
    }

    /** It runs once to its end: that it is alive says nothing. */
    private static boolean isJob(Desired d) {
        return d.goal().instantlyStable() && d.policy().restart() == Policy.Restart.NEVER;
    }

    private static boolean done(Slot slot) {
        return slot.completed() && slot.problem().isEmpty();
    }

    private static String stillThere(Desired d, Map<String, Desired> desired, Map<String, ProcessState> states) {
        for (Desired later : desired.values()) {
            boolean comesAfter = !later.kept() && comesAfter(later, d.process(), desired);
            ProcessState s = states.get(later.process());
            if (comesAfter && s != null && !s.instances().isEmpty()) {
                return later.process();
            }
        }
        return "";
    }

    /** Directly, or by way of others, which may be gone already. Circles are kept out by the reader of targets. */
    private static boolean comesAfter(Desired later, String process, Map<String, Desired> desired) {
        for (String name : later.policy().after()) {
            Desired next = desired.get(name);
            if (name.equals(process) || next != null && comesAfter(next, process, desired)) {
                return true;
            }
        }
        return false;
    }
}
