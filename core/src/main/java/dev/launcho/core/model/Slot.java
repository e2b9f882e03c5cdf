package dev.launcho.core.model;

import dev.launcho.core.failure.Exit;
import java.util.Optional;

/**
 * The record of one wanted copy of one version, over the lives of its instances. Times as in {@link Instance}.
 *
 * @param index 0, 1, ...
 * @param firstLaunchAt when its time to start began: with the launch of its first instance, or later after a shortage of the
 *     server or a pause of the rollout
 * @param wasReady whether any of its instances ever was ready
 * @param earlyExits how often an instance ended before any was ready
 * @param failures unexpected ends in a row; reset after a time of health
 * @param notBefore when it may be launched again
 * @param completed whether it ended and, by its restart policy, is not started again
 * @param problem the last failure, one line; empty if there was none
 * @param end how its last instance ended, if that is the problem and is known
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
        String problem,
        Optional<Exit> end) {

    public static Slot first(Version version, int index, long now) {
        return new Slot(version, index, now, false, 0, 0, now, false, "", Optional.empty());
    }

    public Slot ready() {
        return new Slot(version, index, firstLaunchAt, true, earlyExits, failures, notBefore, completed, problem, end);
    }

    public Slot failed(int newFailures, long retryAt, String what) {
        return failed(newFailures, retryAt, what, Optional.empty());
    }

    /**
     * Returns the slot after a failure. If the server lacked what a launch takes, that says nothing about the version. Then
     * it is no early exit, and the time to start begins anew with the next launch. On a full disk it does not begin anew:
     * the version that ran before may fit there.
     *
     * @param how the end of the instance, if the slot failed by that
     */
    public Slot failed(int newFailures, long retryAt, String what, Optional<Exit> how) {
        boolean lacking = how.filter(Exit::isLackOfServer).isPresent();
        int early = wasReady || lacking ? earlyExits : earlyExits + 1;
        boolean forgiven = lacking && how.filter(Exit::isLackOfDisk).isEmpty();
        long first = forgiven ? retryAt : firstLaunchAt;
        return new Slot(version, index, first, wasReady, early, newFailures, retryAt, completed, what, how);
    }

    /** Returns the slot as if first launched at {@code now}: without early exits and back-off; its failures are kept. */
    public Slot renewed(long now) {
        return new Slot(version, index, now, wasReady, 0, failures, Math.min(notBefore, now), completed, problem, end);
    }

    /** Returns the slot with its whole time to start again. Its exits still count: they say something about the version. */
    public Slot startingAnew(long now) {
        return new Slot(version, index, now, wasReady, earlyExits, failures, notBefore, completed, problem, end);
    }

    /** Returns the slot without failures in a row; it may be launched at once. */
    public Slot cleared(long now) {
        return new Slot(
                version,
                index,
                firstLaunchAt,
                wasReady,
                earlyExits,
                0,
                Math.min(notBefore, now),
                completed,
                problem,
                end);
    }

    /** Returns whether it ended as its process should, and is not started again. */
    public boolean endedWell() {
        return completed && problem.isEmpty();
    }

    /** Returns whether it ended with a problem, and is not started again. */
    public boolean endedBadly() {
        return completed && !problem.isEmpty();
    }

    /** Returns the slot as completed, where only one line is known about its end. */
    public Slot completed(String what) {
        return completed(what, Optional.empty());
    }

    public Slot completed(Exit how) {
        return how.success() ? completed("", Optional.empty()) : completed(how.describe(), Optional.of(how));
    }

    private Slot completed(String what, Optional<Exit> how) {
        return new Slot(version, index, firstLaunchAt, wasReady, earlyExits, failures, notBefore, true, what, how);
    }
}
