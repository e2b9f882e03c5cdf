package dev.launcho.core.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What is, and what is remembered, of one process.
 *
 * @param instances every one that is not yet forgotten, oldest first
 * @param slots of the versions that still matter
 * @param live the version that last got wholly ready; {@link Version#NONE} before the first
 * @param failed the version that was given up; {@link Version#NONE} if none was
 * @param cause why it was given up
 * @param movedAt when its rollout last came a step further
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
        return instances.stream().filter(i -> i.id().equals(id)).findFirst();
    }

    public Optional<Slot> slot(Version version, int index) {
        return slots.stream()
                .filter(s -> s.index() == index && s.version().equals(version))
                .findFirst();
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
        return withInstances(instances.stream().filter(i -> !i.id().equals(id)).toList());
    }

    public ProcessState change(InstanceId id, UnaryOperator<Instance> how) {
        return withInstances(instances.stream()
                .map(i -> i.id().equals(id) ? how.apply(i) : i)
                .toList());
    }

    /** Puts a slot in the place of the one of the same version and index, or adds it. */
    public ProcessState withSlot(Slot slot) {
        List<Slot> all = new ArrayList<>(slots.stream()
                .filter(s -> s.index() != slot.index() || !s.version().equals(slot.version()))
                .toList());
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

    /** This version is wholly ready: what other versions' slots remember is forgotten. */
    public ProcessState wentLive(Version version) {
        List<Slot> kept =
                slots.stream().filter(s -> s.version().equals(version)).toList();
        return new ProcessState(name, instances, kept, version, Version.NONE, "", movedAt);
    }

    public ProcessState gaveUp(Version version, String why) {
        return new ProcessState(name, instances, slots, live, version, why, movedAt);
    }

    /** This version is wanted from now on. Of others, only the live one is remembered: who comes back begins anew. */
    public ProcessState aimedAt(Version wanted) {
        List<Slot> kept = slots.stream()
                .filter(s -> s.version().equals(wanted) || s.version().equals(live))
                .toList();
        boolean same = failed.equals(wanted);
        return new ProcessState(name, instances, kept, live, same ? failed : Version.NONE, same ? cause : "", movedAt);
    }

    /** Whether this version was given up, or has run to a bad end and is not started again. */
    public boolean failedWith(Version version) {
        return failed.equals(version) || endedBadly(version);
    }

    /** Whether something of this version has run to a bad end, and is not started again by itself. */
    public boolean endedBadly(Version version) {
        return slots.stream().anyMatch(s -> s.version().equals(version) && endedBadly(s));
    }

    private static boolean endedBadly(Slot slot) {
        return slot.completed() && !slot.problem().isEmpty();
    }

    /** What failed of this version may be tried again, from the beginning. What it has done is not done again. */
    public ProcessState triedAgain(Version version) {
        List<Slot> kept = slots.stream()
                .filter(s ->
                        !s.version().equals(version) || !endedBadly(s) && (s.completed() || !failed.equals(version)))
                .toList();
        return new ProcessState(name, instances, kept, live, Version.NONE, "", movedAt);
    }

    /**
     * As if it had never failed: back-offs and the failed rollout are forgotten. What completed stays so: it is a new
     * version that is to run now, and the live one must not run again beside it.
     */
    public ProcessState forgiven() {
        List<Slot> kept = slots.stream().filter(Slot::completed).toList();
        return new ProcessState(name, instances, kept, live, Version.NONE, "", movedAt);
    }
}
