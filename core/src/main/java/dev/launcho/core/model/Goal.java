package dev.launcho.core.model;

/**
 * One version of a process with its policy, as the planner sees it: without command and secrets.
 *
 * @param version {@link Version#NONE} = nothing can be run
 * @param instantlyStable whether its probe already takes {@code min_healthy} into account
 */
public record Goal(Version version, Policy policy, boolean instantlyStable) {
    public static final Goal NONE = new Goal(Version.NONE, Policy.DEFAULT, false);

    public boolean exists() {
        return !version.equals(Version.NONE);
    }
}
