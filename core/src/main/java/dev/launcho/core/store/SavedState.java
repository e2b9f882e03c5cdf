package dev.launcho.core.store;

import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.Slot;
import dev.launcho.core.model.Version;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The persisted state of a server, beside the revisions themselves.
 *
 * @param homeId identifies this home among all on the machine
 * @param key for fingerprints and versions, hex
 * @param revision the current one; 0 before the first
 * @param nextInstance lower bound of the numbers in future instance names
 * @param processes by name
 */
public record SavedState(
        String homeId, String key, long revision, long nextInstance, Map<String, SavedState.Process> processes) {
    public SavedState {
        processes = java.util.Collections.unmodifiableMap(new TreeMap<>(processes));
    }

    public static SavedState fresh() {
        return new SavedState(ValueFingerprints.random(8), ValueFingerprints.random(32), 0, 1, Map.of());
    }

    /**
     * The persisted state of a process.
     *
     * @param generation counted up by each restart that a user asks for; part of the version
     * @param live the version that last went live
     * @param liveRevision the revision that {@code live} was read from
     * @param liveGeneration the generation of {@code live}
     * @param failed the version that was given up
     * @param cause why {@code failed} was given up
     * @param paused whether a user holds its rollouts
     * @param done slots that have run to their end and are not started again
     * @param condemned instances that a user wants replaced, and that are still there
     */
    public record Process(
            int generation,
            Version live,
            long liveRevision,
            int liveGeneration,
            Version failed,
            String cause,
            boolean paused,
            List<Done> done,
            Set<InstanceId> condemned) {
        public static final Process NEW = new Process(0, Version.NONE, 0, 0, Version.NONE, "");

        public Process {
            done = List.copyOf(done);
            condemned = Collections.unmodifiableSet(new TreeSet<>(condemned));
        }

        /** A process that is not paused and has no completed slots. */
        public Process(
                int generation, Version live, long liveRevision, int liveGeneration, Version failed, String cause) {
            this(generation, live, liveRevision, liveGeneration, failed, cause, false, List.of(), Set.of());
        }

        private Process with(int newGeneration, Version newFailed, String newCause, boolean isPaused) {
            return new Process(
                    newGeneration, live, liveRevision, liveGeneration, newFailed, newCause, isPaused, done, condemned);
        }

        /** Returns the state after a user's restart of the process. */
        public Process restarted() {
            return with(generation + 1, Version.NONE, "", paused);
        }

        public Process gaveUp(Version version, String why) {
            return with(generation, version, why, paused);
        }

        /** Returns the state as if no version had been given up. */
        public Process triedAgain() {
            return with(generation, Version.NONE, "", paused);
        }

        public Process paused(boolean now) {
            return with(generation, failed, cause, now);
        }

        /** Returns the state after a version went live, in the present generation. */
        public Process wentLive(Version version, long revision) {
            return new Process(generation, version, revision, generation, Version.NONE, "", paused, done, condemned);
        }

        /** Returns the state after a user asked for the replacement of an instance. */
        public Process condemning(InstanceId id) {
            Set<InstanceId> all = new TreeSet<>(condemned);
            all.add(id);
            return with(done, all);
        }

        private Process with(List<Done> nowDone, Set<InstanceId> nowCondemned) {
            return new Process(
                    generation, live, liveRevision, liveGeneration, failed, cause, paused, nowDone, nowCondemned);
        }

        /**
         * Returns the state without what {@code s} has forgotten: a version that was given up, and slots of versions that nobody
         * wants any more. A version that comes back begins anew, also after a restart of the server. A live version that this
         * server could not rebuild is not forgotten: the next one may.
         *
         * @param wanted the version that is wanted now: of that {@code s} knows all
         */
        public Process keptBy(ProcessState s, Version wanted) {
            Process kept = s.failed().equals(failed) ? this : triedAgain();
            Stream<Done> unknown = s.live().equals(live) || live.equals(wanted)
                    ? Stream.of()
                    : done.stream().filter(d -> d.version().equals(live));
            return kept.with(sorted(Stream.concat(doneIn(s), unknown)), condemned);
        }

        private static Stream<Done> doneIn(ProcessState s) {
            return s.slots().stream()
                    .filter(Slot::completed)
                    .map(slot -> new Done(slot.version(), slot.index(), slot.problem()));
        }

        private static List<Done> sorted(Stream<Done> all) {
            return all.distinct()
                    .sorted(Comparator.<Done, String>comparing(d -> d.version().hash())
                            .thenComparing(Done::slot))
                    .toList();
        }

        /** Returns the state with the completed slots and condemned instances of {@code s}. */
        public Process as(ProcessState s) {
            Set<InstanceId> nowCondemned = s.instances().stream()
                    .filter(Instance::condemned)
                    .map(Instance::id)
                    .collect(Collectors.toSet());
            return with(sorted(doneIn(s)), nowCondemned);
        }
    }

    /**
     * A slot that is not started again.
     *
     * @param problem how it ended; empty if well
     */
    public record Done(Version version, int slot, String problem) {}

    public Process process(String name) {
        return processes.getOrDefault(name, Process.NEW);
    }

    public SavedState withRevision(long next) {
        return new SavedState(homeId, key, next, nextInstance, processes);
    }

    public SavedState withNextInstance(long next) {
        return new SavedState(homeId, key, revision, next, processes);
    }

    public SavedState withProcess(String name, Process process) {
        Map<String, Process> all = new TreeMap<>(processes);
        all.put(name, process);
        return new SavedState(homeId, key, revision, nextInstance, all);
    }

    public SavedState without(String name) {
        Map<String, Process> all = new TreeMap<>(processes);
        all.remove(name);
        return new SavedState(homeId, key, revision, nextInstance, all);
    }
}
