package dev.launcho.core.store;

import dev.launcho.core.model.Version;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a server knows of its past, beside the revisions themselves.
 *
 * @param homeId names this home among all on the machine
 * @param key for fingerprints and versions, hex
 * @param revision the current one; 0 before the first
 * @param nextInstance lower bound of the numbers in instance names still to come
 * @param processes by name
 */
public record SavedState(
        String homeId, String key, long revision, long nextInstance, Map<String, SavedState.Process> processes) {
    public SavedState {
        processes = java.util.Collections.unmodifiableMap(new TreeMap<>(processes));
    }

    public static SavedState fresh() {
        return new SavedState(Keys.random(8), Keys.random(32), 0, 1, Map.of());
    }

    /**
     * @param generation counted up by each restart that a user asks for; part of the version
     * @param live the version that last was wholly ready
     * @param liveRevision the revision that {@code live} was read from
     * @param liveGeneration the generation of {@code live}
     * @param failed the version that was given up
     * @param cause why
     * @param paused whether a user holds its rollouts
     */
    public record Process(
            int generation,
            Version live,
            long liveRevision,
            int liveGeneration,
            Version failed,
            String cause,
            boolean paused) {
        public static final Process NEW = new Process(0, Version.NONE, 0, 0, Version.NONE, "");

        /** Not paused. */
        public Process(
                int generation, Version live, long liveRevision, int liveGeneration, Version failed, String cause) {
            this(generation, live, liveRevision, liveGeneration, failed, cause, false);
        }

        /** As if nothing had been given up. */
        public Process triedAgain() {
            return new Process(generation, live, liveRevision, liveGeneration, Version.NONE, "", paused);
        }

        public Process paused(boolean now) {
            return new Process(generation, live, liveRevision, liveGeneration, failed, cause, now);
        }
    }

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
