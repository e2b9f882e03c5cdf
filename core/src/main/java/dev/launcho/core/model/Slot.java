package dev.launcho.core.model;

/**
 * What is remembered of one wanted copy of one version, over its instances' lives. Times as in {@link Instance}.
 *
 * @param index 0, 1, ...
 * @param firstLaunchAt when its first instance was launched
 * @param wasReady whether any of its instances ever was ready
 * @param earlyExits how often an instance ended before any was ready
 * @param failures unexpected ends in a row; counted anew after a time of health
 * @param notBefore when it may be launched again
 * @param completed it ended and, by its restart policy, is not started again
 * @param problem what went wrong last, one line; empty if nothing did
 */
public record Slot(
        Version version,
        int index,
        long firstLaunchAt,
        boolean wasReady,
        int earlyExits,
        int failures,
        long notBefore,
        boolean completed,
        String problem) {

    public static Slot first(Version version, int index, long now) {
        return new Slot(version, index, now, false, 0, 0, now, false, "");
    }

    public Slot ready() {
        return new Slot(version, index, firstLaunchAt, true, earlyExits, failures, notBefore, completed, problem);
    }

    public Slot failed(int newFailures, long retryAt, String what) {
        int early = wasReady ? earlyExits : earlyExits + 1;
        return new Slot(version, index, firstLaunchAt, wasReady, early, newFailures, retryAt, completed, what);
    }

    /** As if it had been launched first at {@code now}, and may be again: what it went through is remembered. */
    public Slot renewed(long now) {
        return new Slot(version, index, now, wasReady, 0, failures, Math.min(notBefore, now), completed, problem);
    }

    /** Its failures count no more, and it may be launched at once. */
    public Slot cleared(long now) {
        return new Slot(
                version, index, firstLaunchAt, wasReady, earlyExits, 0, Math.min(notBefore, now), completed, problem);
    }

    public Slot completed(String what) {
        return new Slot(version, index, firstLaunchAt, wasReady, earlyExits, failures, notBefore, true, what);
    }
}
