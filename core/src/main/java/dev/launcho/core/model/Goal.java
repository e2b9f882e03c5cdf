package dev.launcho.core.model;

/**
 * One version of a process and how to run it, as the planner sees it: no command, no secret.
 *
 * @param version {@link Version#NONE} = there is nothing that could be run
 * @param instantlyStable whether its probe already takes {@code min_healthy} into account
 */
public record Goal(Version version, Policy policy, boolean instantlyStable) {
    public static final Goal NONE = new Goal(Version.NONE, Policy.DEFAULT, false);

    public boolean exists() {
        return !version.equals(Version.NONE);
    }
}
