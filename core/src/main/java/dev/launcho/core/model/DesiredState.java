package dev.launcho.core.model;

/**
 * The desired state of one process.
 *
 * @param goal the version that the target asks for; {@link Goal#NONE} while it waits for a secret or resource
 * @param fallback the version that last was live; {@link Goal#NONE} if there is none
 * @param kept false once the process is no longer in the target (or the server stops): every instance has to leave
 * @param policy the settings that apply in place to all its instances: drain, stop, restart
 * @param blocked the process that it waits for, to start or to leave; empty if there is none
 * @param paused whether a user holds its rollout where it is
 */
public record DesiredState(
        String process, Goal goal, Goal fallback, boolean kept, Policy policy, String blocked, boolean paused) {
    public DesiredState(String process, Goal goal, Goal fallback, boolean kept, Policy policy) {
        this(process, goal, fallback, kept, policy, "", false);
    }

    public DesiredState blockedBy(String other) {
        return new DesiredState(process, goal, fallback, kept, policy, other, paused);
    }

    public DesiredState paused(boolean now) {
        return new DesiredState(process, goal, fallback, kept, policy, blocked, now);
    }

    public DesiredState withFallback(Goal other) {
        return new DesiredState(process, goal, other, kept, policy, blocked, paused);
    }

    public static DesiredState gone(String process, Policy policy) {
        return new DesiredState(process, Goal.NONE, Goal.NONE, false, policy);
    }
}
