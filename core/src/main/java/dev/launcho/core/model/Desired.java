package dev.launcho.core.model;

/**
 * What is wanted of one process.
 *
 * @param goal what the target says; {@link Goal#NONE} while it waits for a secret or resource
 * @param fallback the version that last was live; {@link Goal#NONE} if there is none
 * @param kept false once the process is no longer in the target (or the server stops): every instance is to leave
 * @param policy what applies to all its instances in place: drain, stop, restart
 * @param blocked the process that it waits for, to start or to leave; empty if for none
 * @param paused whether a user holds its rollout where it is
 */
public record Desired(
        String process, Goal goal, Goal fallback, boolean kept, Policy policy, String blocked, boolean paused) {
    public Desired(String process, Goal goal, Goal fallback, boolean kept, Policy policy) {
        this(process, goal, fallback, kept, policy, "", false);
    }

    public Desired blockedBy(String other) {
        return new Desired(process, goal, fallback, kept, policy, other, paused);
    }

    public Desired paused(boolean now) {
        return new Desired(process, goal, fallback, kept, policy, blocked, now);
    }

    public Desired withFallback(Goal other) {
        return new Desired(process, goal, other, kept, policy, blocked, paused);
    }

    public static Desired gone(String process, Policy policy) {
        return new Desired(process, Goal.NONE, Goal.NONE, false, policy);
    }
}
