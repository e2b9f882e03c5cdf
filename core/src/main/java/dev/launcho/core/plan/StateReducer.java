package dev.launcho.core.plan;

import dev.launcho.core.failure.Exit;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.Probe;
import dev.launcho.core.model.ProbeResult;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.Slot;
import dev.launcho.core.model.Version;
import java.util.Map;
import java.util.Optional;

/** The state reducer of a process: each method returns the state after an action or an event. Pure. */
public final class StateReducer {
    private StateReducer() {}

    public static ProcessState launching(ProcessState s, InstanceId id, Version version, int slot, long now) {
        ProcessState added = s.add(Instance.preparing(id, s.name(), version, slot, now));
        Optional<Slot> known = s.slot(version, slot);
        return known.isPresent()
                ? added
                : added.withSlot(Slot.first(version, slot, now)).moved(now);
    }

    /**
     * Adds an instance that an earlier server started. Its slot counts as ready if its version was live. A slot that is
     * completed, because a replacement has run to its end, stays completed.
     */
    public static ProcessState adopted(ProcessState s, Instance instance, long now) {
        Slot first = Slot.first(instance.version(), instance.slot(), now);
        Slot slot = s.slot(instance.version(), instance.slot())
                .filter(Slot::completed)
                .orElse(instance.version().equals(s.live()) ? first.ready() : first);
        return s.add(instance).withSlot(slot).moved(now);
    }

    public static ProcessState launched(ProcessState s, InstanceId id, long pid, Map<String, Integer> ports, long now) {
        return s.change(id, i -> move(i.running(pid, ports), LifecycleEvent.LAUNCHED, now));
    }

    /**
     * Records the result of a probe. A stranger on the port makes a ready instance unready at once, whatever the threshold:
     * until then it gets what clients send. One at another address than clients are sent to counts as any failure.
     *
     * @param address the loopback literal that accepted the connection; empty if none did
     * @param threshold failures in a row that make an instance unready
     */
    public static ProcessState probed(
            ProcessState s,
            InstanceId id,
            boolean healthy,
            ProbeResult answer,
            String address,
            int threshold,
            long now) {
        Optional<Instance> found = s.instance(id);
        if (found.isEmpty() || !found.get().phase().active()) {
            return s;
        }
        Instance before = found.get();
        int failures = healthy ? 0 : before.probeFailures() + 1;
        boolean met = answer.question().kind() == Probe.Kind.EXEC || !address.isEmpty();
        boolean keeps = !answer.isStrangerAt(before.address()) && !healthy && !met && keepsStranger(before);
        Instance asked = before.isUnasked() ? before.startingAnew(now) : before;
        Instance probed = asked.probed(failures, keeps ? before.probe() : answer, address);
        boolean bad = failures >= threshold || answer.isStrangerAt(before.address());
        Instance after = healthy
                ? move(probed, LifecycleEvent.HEALTHY, now)
                : bad ? move(probed, LifecycleEvent.FAILING, now) : probed;
        if (after.phase() == before.phase() && isSaid(before, failures, after.probe(), after.address())) {
            return s;
        }
        ProcessState changed = afterShortage(s.change(id, i -> after), before, now);
        if (after.phase() == Phase.READY && before.phase() == Phase.STARTING) {
            return slotReady(changed, after, now);
        }
        // Counted like an exit, so that a slot whose replacements keep turning unhealthy backs off.
        boolean turnedBad = after.phase() == Phase.UNREADY && before.phase() == Phase.READY;
        return turnedBad
                ? slotFailed(
                        changed, before, now - before.since(), "unhealthy: " + answer.sentence(), Optional.empty(), now)
                : changed;
    }

    /**
     * Returns whether an unready instance's stranger is remembered. A stranger may close the port whenever it is probed. So
     * only an answer of the instance itself, or of a check's command, shows that the stranger is gone.
     */
    private static boolean keepsStranger(Instance i) {
        return i.phase() == Phase.UNREADY && i.probe().isStrangerAt(i.address());
    }

    /** Returns whether a probe changes nothing, apart from the phase. */
    private static boolean isSaid(Instance i, int failures, ProbeResult answer, String address) {
        return i.probeFailures() == failures
                && i.probe().equals(answer)
                && i.address().equals(address);
    }

    /** Records that a probe could not be made. That says nothing about the instance; users see the cause meanwhile. */
    public static ProcessState unasked(ProcessState s, InstanceId id, ProbeResult cause) {
        return s.change(id, i -> i.phase().active() && !keepsStranger(i) ? i.probed(i.probeFailures(), cause, "") : i);
    }

    /** Begins the time of a slot and of the rollout anew, if its instance was one that the server could not ask. */
    private static ProcessState afterShortage(ProcessState s, Instance before, long now) {
        if (!before.isUnasked()) {
            return s;
        }
        return s.slot(before.version(), before.slot())
                .filter(slot -> !slot.wasReady())
                .map(slot -> s.withSlot(slot.startingAnew(now)))
                .orElse(s)
                .moved(now);
    }

    /** Marks a slot ready. Only the first time is progress of the rollout: a slot that flaps makes none. */
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

    /** Takes an instance out of rotation, by no fault of its own. */
    public static ProcessState retired(ProcessState s, InstanceId id, long now) {
        return retired(s, id, false, "", now);
    }

    /**
     * Takes an instance out of rotation. The planner retires an instance that was not seen ready only if it is adopted.
     * Where the kernel carries connections, those of the former server may still be open.
     *
     * @param fault whether this is a failure of the slot, with {@code why} as its problem
     */
    public static ProcessState retired(ProcessState s, InstanceId id, boolean fault, String why, long now) {
        ProcessState changed = moved(s, id, LifecycleEvent.RETIRED, now);
        return faulted(changed, id, fault, why, now);
    }

    /** @param fault whether this is a failure of the slot, with {@code why} as its problem */
    public static ProcessState signalled(ProcessState s, InstanceId id, boolean fault, String why, long now) {
        ProcessState changed = moved(s, id, LifecycleEvent.SIGNALLED, now);
        return faulted(changed, id, fault, why, now);
    }

    private static ProcessState faulted(ProcessState s, InstanceId id, boolean fault, String why, long now) {
        return fault
                ? s.instance(id)
                        .map(i -> slotFailed(s, i, 0, why, Optional.empty(), now))
                        .orElse(s)
                : s;
    }

    /** Continues a rollout after a pause: its deadlines begin anew. */
    public static ProcessState resumed(ProcessState s, long now) {
        return s.changeSlots(slot -> slot.wasReady() ? slot : slot.renewed(now)).moved(now);
    }

    /** Ends the back-off of every slot: it may be launched at once, and its failures are forgotten. */
    public static ProcessState backoffCleared(ProcessState s, long now) {
        return s.changeSlots(slot -> slot.completed() ? slot : slot.cleared(now));
    }

    public static ProcessState killed(ProcessState s, InstanceId id, long now) {
        return s.change(id, i -> i.killed(now));
    }

    /**
     * Records the end of an instance. An end that nobody asked for counts against the slot or completes it. An instance that
     * ended by itself just before it was to be stopped completes its slot, too: a finished job does not run again.
     *
     * <p>The end of an instance that is to be replaced does not count: its slot is its replacement's.
     *
     * @param asked whether the instance had been asked to stop when it ended
     */
    public static ProcessState exited(
            ProcessState s, InstanceId id, Exit exit, boolean asked, Policy.Restart restart, long now) {
        Optional<Instance> found = s.instance(id);
        if (found.isEmpty() || found.get().phase() == Phase.EXITED) {
            return s;
        }
        Instance before = found.get();
        ProcessState gone = moved(s.change(id, i -> i.ended(exit)), id, LifecycleEvent.EXITED, now);
        boolean leaves = !before.phase().active();
        boolean filled = isFilled(gone, before.version(), before.slot());
        if (before.condemned() || leaves && (asked || filled) || isCompleted(gone, before)) {
            return gone;
        }
        if (completes(exit, restart)) {
            if (filled && !exit.success()) {
                return gone;
            }
            Slot slot = gone.slot(before.version(), before.slot())
                    .orElseGet(() -> Slot.first(before.version(), before.slot(), now));
            return gone.withSlot(slot.completed(exit)).moved(now);
        }
        if (leaves) {
            return gone;
        }
        long healthyFor = before.phase() == Phase.READY ? now - before.since() : 0;
        return slotFailed(gone, before, healthyFor, exit.describe(), Optional.of(exit), now);
    }

    /** Returns whether another instance of the slot has completed it. */
    private static boolean isCompleted(ProcessState s, Instance gone) {
        return s.slot(gone.version(), gone.slot()).filter(Slot::completed).isPresent();
    }

    /** Returns whether an instance fills the slot; one that has ended does not. */
    private static boolean isFilled(ProcessState s, Version version, int slot) {
        return s.instances().stream()
                .anyMatch(i -> i.slot() == slot && i.version().equals(version) && i.mayServe());
    }

    /**
     * Records an end that no server saw. It may complete the slot, but never counts against it. It does not complete a slot
     * that another instance has completed well. A bad end does not complete a slot that another instance fills.
     */
    public static ProcessState endedUnseen(
            ProcessState s, Version version, int slot, Exit exit, Policy.Restart restart, long now) {
        if (!completesUnseen(exit, restart)) {
            return s;
        }
        boolean well = s.slot(version, slot).filter(Slot::endedWell).isPresent();
        return well || isFilled(s, version, slot) && !exit.success()
                ? s
                : s.withSlot(Slot.first(version, slot, now).completed(exit));
    }

    /** Returns whether an end that no server saw completes a slot that no other instance fills. */
    public static boolean completesUnseen(Exit exit, Policy.Restart restart) {
        boolean begun = exit.stage() != Exit.Stage.BEFORE || exit.status() >= 0;
        return begun && completes(exit, restart);
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

    /** Counts a failure of a slot. Failures of a forgotten slot are ignored: nobody wants its version any more. */
    private static ProcessState slotFailed(
            ProcessState s, Instance i, long healthyFor, String what, Optional<Exit> end, long now) {
        Optional<Slot> slot = s.slot(i.version(), i.slot());
        if (slot.isEmpty()) {
            return s;
        }
        boolean lacking = end.filter(Exit::isLackOfServer).isPresent();
        // Failures for which only the server is to blame leave no back-off to the version's own.
        boolean anew = !lacking && slot.get().end().filter(Exit::isLackOfServer).isPresent();
        int failures =
                (anew || healthyFor >= Backoff.HEALTH_RESETS ? 0 : slot.get().failures()) + 1;
        long retryAt = now + Backoff.delay(failures, i.id().hashCode());
        ProcessState failed = s.withSlot(slot.get().failed(failures, retryAt, what, end));
        // A rollout does not stand still for a fault of its own while the server can't launch anything.
        return lacking && end.filter(Exit::isLackOfDisk).isEmpty() ? failed.moved(now) : failed;
    }

    /** Moves an instance that leaves or has ended. */
    private static ProcessState moved(ProcessState s, InstanceId id, LifecycleEvent what, long now) {
        ProcessState changed = s.change(id, i -> move(i, what, now));
        return s.instance(id).map(before -> afterShortage(changed, before, now)).orElse(changed);
    }

    private static Instance move(Instance i, LifecycleEvent what, long now) {
        Phase next = Transitions.next(i.phase(), what);
        return next == i.phase() ? i : i.to(next, now);
    }
}
