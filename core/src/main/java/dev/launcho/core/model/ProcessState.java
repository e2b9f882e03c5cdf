package dev.launcho.core.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The observed state of one process, with its history as far as it matters.
 *
 * @param instances all that are not yet forgotten, oldest first
 * @param slots of the versions that still matter
 * @param live the version that last went live; {@link Version#NONE} before the first
 * @param failed the version that was given up; {@link Version#NONE} if none was
 * @param cause why it was given up
 * @param movedAt when its rollout last made progress
 */
public record ProcessState(
        String name,
        List<Instance> instances,
        List<Slot> slots,
        Version live,
        Version failed,
        String cause,
        long movedAt) {

    public ProcessState {
        instances = List.copyOf(instances);
        slots = List.copyOf(slots);
    }

    public static ProcessState initial(String name) {
        return new ProcessState(name, List.of(), List.of(), Version.NONE, Version.NONE, "", 0);
    }

    public Optional<Instance> instance(InstanceId id) {
        for (Instance i : instances) {
            if (i.id().equals(id)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    public Optional<Slot> slot(Version version, int index) {
        for (Slot s : slots) {
            if (s.index() == index && s.version().equals(version)) {
                return Optional.of(s);
            }
        }
        return Optional.empty();
    }

    public ProcessState withInstances(List<Instance> now) {
        return new ProcessState(name, now, slots, live, failed, cause, movedAt);
    }

    public ProcessState add(Instance instance) {
        List<Instance> all = new ArrayList<>(instances);
        all.add(instance);
        return withInstances(all);
    }

    public ProcessState remove(InstanceId id) {
        List<Instance> all = new ArrayList<>(instances);
        all.removeIf(i -> i.id().equals(id));
        return withInstances(all);
    }

    public ProcessState change(InstanceId id, UnaryOperator<Instance> how) {
        List<Instance> all = new ArrayList<>(instances);
        all.replaceAll(i -> i.id().equals(id) ? how.apply(i) : i);
        return withInstances(all);
    }

    /** Adds a slot, or replaces the one of the same version and index. */
    public ProcessState withSlot(Slot slot) {
        List<Slot> all = new ArrayList<>(slots);
        all.removeIf(s -> s.index() == slot.index() && s.version().equals(slot.version()));
        all.add(slot);
        return new ProcessState(name, instances, all, live, failed, cause, movedAt);
    }

    public ProcessState changeSlots(UnaryOperator<Slot> how) {
        List<Slot> changed = slots.stream().map(how).toList();
        return new ProcessState(name, instances, changed, live, failed, cause, movedAt);
    }

    public ProcessState moved(long now) {
        return new ProcessState(name, instances, slots, live, failed, cause, now);
    }

    /** Makes a version live: the slots of other versions are forgotten. */
    public ProcessState wentLive(Version version) {
        List<Slot> kept =
                slots.stream().filter(s -> s.version().equals(version)).toList();
        return new ProcessState(name, instances, kept, version, Version.NONE, "", movedAt);
    }

    public ProcessState gaveUp(Version version, String why) {
        return new ProcessState(name, instances, slots, live, version, why, movedAt);
    }

    /** Makes a version wanted. Of others, only the live one's slots are kept: a version that comes back begins anew. */
    public ProcessState aimedAt(Version wanted) {
        List<Slot> kept = slots.stream()
                .filter(s -> s.version().equals(wanted) || s.version().equals(live))
                .toList();
        boolean same = failed.equals(wanted);
        return new ProcessState(name, instances, kept, live, same ? failed : Version.NONE, same ? cause : "", movedAt);
    }

    /** Returns whether this version was given up, or has ended badly and is not started again. */
    public boolean failedWith(Version version) {
        return failed.equals(version) || endedBadly(version);
    }

    /** Returns whether a slot of this version has ended badly, and is not started again by itself. */
    public boolean endedBadly(Version version) {
        for (Slot s : slots) {
            if (s.version().equals(version) && s.endedBadly()) {
                return true;
            }
        }
        return false;
    }

    /** Lets the failed slots of a version be tried again, from the beginning. Slots that completed well do not run again. */
    public ProcessState triedAgain(Version version) {
        List<Slot> kept = slots.stream()
                .filter(s ->
                        !s.version().equals(version) || !s.endedBadly() && (s.completed() || !failed.equals(version)))
                .toList();
        return new ProcessState(name, instances, kept, live, Version.NONE, "", movedAt);
    }

    /**
     * Clears all failures: back-offs and the failed rollout are forgotten. Completed slots stay completed: a new version
     * runs next, and the live one must not run again beside it.
     */
    public ProcessState forgiven() {
        List<Slot> kept = slots.stream().filter(Slot::completed).toList();
        return new ProcessState(name, instances, kept, live, Version.NONE, "", movedAt);
    }
}
