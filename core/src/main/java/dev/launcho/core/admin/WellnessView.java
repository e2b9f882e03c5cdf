package dev.launcho.core.admin;

import java.util.Set;

/**
 * The processes that are not well, from the reconciler's snapshot alone: unlike a status it reads no logs and no usage.
 *
 * @param revision of the target, 0 before the first
 * @param unwell processes that are not as the target wants them
 * @param unserved those of them for which no earlier version serves
 */
public record WellnessView(long revision, Set<String> unwell, Set<String> unserved) {
    public WellnessView {
        unwell = Set.copyOf(unwell);
        unserved = Set.copyOf(unserved);
    }

    /** Returns whether a process is as the target wants it, or is there no longer. */
    public boolean isWell(String process) {
        return !unwell.contains(process);
    }

    /** Returns whether it is well, or an earlier version serves in the place of one that was given up. */
    public boolean serves(String process) {
        return !unserved.contains(process);
    }
}
