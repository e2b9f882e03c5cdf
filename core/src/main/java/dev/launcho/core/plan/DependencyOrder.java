package dev.launcho.core.plan;

import dev.launcho.core.model.DesiredState;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.Slot;
import java.util.Map;
import java.util.Optional;

/** The order of processes: {@code after} at the start, the reverse when they leave. Pure. */
public final class DependencyOrder {
    private DependencyOrder() {}

    /**
     * Returns the process that keeps {@code d} from starting or leaving; empty if none does. A process starts only when all
     * that it comes after are ready. It leaves only when all that come after it are gone.
     */
    public static String blocker(DesiredState d, Map<String, DesiredState> desired, Map<String, ProcessState> states) {
        return d.kept() ? notReady(d, desired, states) : stillThere(d, desired, states);
    }

    private static String notReady(
            DesiredState d, Map<String, DesiredState> desired, Map<String, ProcessState> states) {
        for (String name : d.policy().after()) {
            Optional<DesiredState> before =
                    Optional.ofNullable(desired.get(name)).filter(DesiredState::kept);
            if (before.isPresent() && !arrived(before.get(), states)) {
                return name;
            }
        }
        return "";
    }

    /** Returns whether the wanted version of a process is live and serves, or has run to its end. */
    private static boolean arrived(DesiredState d, Map<String, ProcessState> states) {
        ProcessState s = states.getOrDefault(d.process(), ProcessState.initial(d.process()));
        if (!d.goal().exists() || !s.live().equals(d.goal().version())) {
            return false;
        }
        boolean done = isDone(d, s);
        return isJob(d) ? done : done || d.policy().replicas() == 0 || serves(d, s);
    }

    private static boolean isDone(DesiredState d, ProcessState s) {
        for (Slot slot : s.slots()) {
            if (slot.endedWell() && slot.version().equals(d.goal().version())) {
                return true;
            }
        }
        return false;
    }

    private static boolean serves(DesiredState d, ProcessState s) {
        for (Instance i : s.instances()) {
            if (i.phase() == Phase.READY && i.version().equals(d.goal().version())) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a process runs once to its end: that it is alive does not mean that it has done its work. */
    private static boolean isJob(DesiredState d) {
        return d.goal().instantlyStable() && d.policy().restart() == Policy.Restart.NEVER;
    }

    private static String stillThere(
            DesiredState d, Map<String, DesiredState> desired, Map<String, ProcessState> states) {
        for (DesiredState later : desired.values()) {
            boolean comesAfter = !later.kept() && comesAfter(later, d.process(), desired);
            ProcessState s = states.get(later.process());
            if (comesAfter && s != null && !s.instances().isEmpty()) {
                return later.process();
            }
        }
        return "";
    }

    /**
     * Returns whether {@code later} comes after {@code process}, directly or through other processes, with or without
     * instances. The recursion ends, since the reader of targets rejects cycles.
     */
    private static boolean comesAfter(DesiredState later, String process, Map<String, DesiredState> desired) {
        for (String name : later.policy().after()) {
            DesiredState next = desired.get(name);
            if (name.equals(process) || next != null && comesAfter(next, process, desired)) {
                return true;
            }
        }
        return false;
    }
}
