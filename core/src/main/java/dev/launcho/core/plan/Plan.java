package dev.launcho.core.plan;

import java.util.List;

/**
 * What to do now, and when to look again though nothing happens.
 *
 * @param wakeAt milliseconds of the reconciler's clock; {@link #NEVER} if nothing is due
 */
public record Plan(List<Action> actions, long wakeAt) {
    public static final long NEVER = Long.MAX_VALUE;

    public Plan {
        actions = List.copyOf(actions);
    }
}
