package dev.launcho.core.plan;

import dev.launcho.core.model.Exit;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.Slot;
import dev.launcho.core.model.Version;
import java.util.Map;
import java.util.Optional;

/** Writes down what was done and what happened: each method makes the state after it. */
public final class Ledger {
    private Ledger() {}

    public static ProcessState launching(ProcessState s, InstanceId id, Version version, int slot, long now) {
        ProcessState added = s.add(Instance.preparing(id, s.name(), version, slot, now));
        Optional<Slot> known = s.slot(version, slot);
        return known.isPresent()
                ? added
                : added.withSlot(Slot.first(version, slot, now)).moved(now);
    }

    /**
     * An instance of an earlier server is taken back; if its version was live, so was its slot. One that has completed, by a
     * replacement that had come to its end, stays so.
     */
    public static ProcessState adopted(ProcessState s, Instance instance, long now) {
        Slot first = Slot.first(instance.version(), instance.slot(), now);
        Slot slot = s.slot(instance.version(), instance.slot())
                .filter(Slot::completed)
                .orElse(instance.version().equals(s.live()) ? first.ready() : first);
        return s.add(instance).withSlot(slot).moved(now);
    }

    public static ProcessState launched(ProcessState s, InstanceId id, long pid, Map<String, Integer> ports, long now) {
        return s.change(id, i -> move(i.running(pid, ports), Happening.LAUNCHED, now));
    }

    /**
     * A probe answered.
     *
     * @param answer one line
     * @param address the loopback literal that accepted; empty if none did
     * @param threshold failures in a row that make it unready
     */
    public static ProcessState probed(
            ProcessState s, InstanceId id, boolean healthy, String answer, String address, int threshold, long now) {
        Optional<Instance> found = s.instance(id);
        if (found.isEmpty() || !found.get().phase().active()) {
            return s;
        }
        Instance before = found.get();
        int failures = healthy ? 0 : before.probeFailures() + 1;
        Instance probed = before.probed(failures, answer, address);
        Instance after = healthy
                ? move(probed, Happening.HEALTHY, now)
                : failures >= threshold ? move(probed, Happening.FAILING, now) : probed;
        if (after.equals(before)) {
            return s;
        }
        ProcessState changed = s.change(id, i -> after);
        if (after.phase() == Phase.READY && before.phase() == Phase.STARTING) {
            return slotReady(changed, after, now);
        }
        // Counted like an exit, so that a replacement that turns bad again and again comes ever more slowly.
        boolean turnedBad = after.phase() == Phase.UNREADY && before.phase() == Phase.READY;
        return turnedBad ? slotFailed(changed, before, now - before.since(), "unhealthy: " + answer, now) : changed;
    }

    /** Only the first time is a step forward: one that is ready again and again gets nowhere. */
    private static ProcessState slotReady(ProcessState s, Instance i, long now) {
        return s.slot(i.version(), i.slot())
                .filter(slot -> !slot.wasReady())
                .map(slot -> s.withSlot(slot.ready()).moved(now))
                .orElse(s);
    }

    public static ProcessState drained(ProcessState s, InstanceId id) {
        return s.change(id, i -> i.phase() == Phase.DRAINING ? i.withDrained() : i);
    }

    public static ProcessState condemned(ProcessState s, InstanceId id) {
        return s.change(id, Instance::withCondemned);
    }

    /** It leaves the rotation, by no fault of its own. */
    public static ProcessState retired(ProcessState s, InstanceId id, long now) {
        return retired(s, id, false, "", now);
    }

    /**
     * It leaves the rotation. The planner asks that of one that was not seen ready only if it is adopted: connections of its
     * former server may be open, where the kernel carries them.
     *
     * @param fault whether its slot failed by it, {@code why} telling how
     */
    public static ProcessState retired(ProcessState s, InstanceId id, boolean fault, String why, long now) {
        ProcessState changed = s.change(id, i -> move(i, Happening.RETIRED, now));
        return faulted(changed, id, fault, why, now);
    }

    /** @param fault whether its slot failed by it, {@code why} telling how */
    public static ProcessState signalled(ProcessState s, InstanceId id, boolean fault, String why, long now) {
        ProcessState changed = s.change(id, i -> move(i, Happening.SIGNALLED, now));
        return faulted(changed, id, fault, why, now);
    }

    private static ProcessState faulted(ProcessState s, InstanceId id, boolean fault, String why, long now) {
        return fault ? s.instance(id).map(i -> slotFailed(s, i, 0, why, now)).orElse(s) : s;
    }

    /** Its rollout goes on after a pause: the time for it begins anew. */
    public static ProcessState resumed(ProcessState s, long now) {
        return s.changeSlots(slot -> slot.wasReady() ? slot : slot.renewed(now)).moved(now);
    }

    /** Whatever waits for its next try is tried now. */
    public static ProcessState backoffCleared(ProcessState s, long now) {
        return s.changeSlots(slot -> slot.completed() ? slot : slot.cleared(now));
    }

    public static ProcessState killed(ProcessState s, InstanceId id, long now) {
        return s.change(id, i -> i.killed(now));
    }

    /** It is gone. An end that nobody asked for counts against its slot, or completes it. */
    public static ProcessState exited(ProcessState s, InstanceId id, Exit exit, Policy.Restart restart, long now) {
        Optional<Instance> found = s.instance(id);
        if (found.isEmpty() || found.get().phase() == Phase.EXITED) {
            return s;
        }
        Instance before = found.get();
        ProcessState gone = s.change(id, i -> move(i.ended(exit), Happening.EXITED, now));
        if (!before.phase().active()) {
            return gone;
        }
        if (completes(exit, restart)) {
            Slot slot = gone.slot(before.version(), before.slot())
                    .orElseGet(() -> Slot.first(before.version(), before.slot(), now));
            return gone.withSlot(slot.completed(exit.success() ? "" : exit.describe()))
                    .moved(now);
        }
        long healthyFor = before.phase() == Phase.READY ? now - before.since() : 0;
        return slotFailed(gone, before, healthyFor, exit.describe(), now);
    }

    /** It has ended while no server was there: that may complete its slot, but counts against it no more than a stop. */
    public static ProcessState endedUnseen(
            ProcessState s, Version version, int slot, Exit exit, Policy.Restart restart, long now) {
        boolean begun = exit.stage() != Exit.Stage.BEFORE || exit.status() >= 0;
        return begun && completes(exit, restart)
                ? s.withSlot(Slot.first(version, slot, now).completed(exit.success() ? "" : exit.describe()))
                : s;
    }

    private static boolean completes(Exit exit, Policy.Restart restart) {
        if (exit.stage() == Exit.Stage.LAUNCH) {
            return false;
        }
        return switch (restart) {
            case ALWAYS -> false;
            case ON_FAILURE -> exit.success();
            case NEVER -> true;
        };
    }

    /** A slot that is not remembered any more is of a version that nobody wants: it is not counted anew. */
    private static ProcessState slotFailed(ProcessState s, Instance i, long healthyFor, String what, long now) {
        Optional<Slot> slot = s.slot(i.version(), i.slot());
        if (slot.isEmpty()) {
            return s;
        }
        int failures = (healthyFor >= Backoff.HEALTH_RESETS ? 0 : slot.get().failures()) + 1;
        long retryAt = now + Backoff.delay(failures, i.id().hashCode());
        return s.withSlot(slot.get().failed(failures, retryAt, what));
    }

    private static Instance move(Instance i, Happening what, long now) {
        Phase next = Transitions.next(i.phase(), what);
        return next == i.phase() ? i : i.to(next, now);
    }
}
