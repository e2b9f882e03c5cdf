package dev.launcho.core.plan;

import java.util.List;

/**
 * The actions to carry out now, and when to plan again even if nothing happens.
 *
 * @param wakeAt milliseconds of the reconciler's clock; {@link #NEVER} if nothing is due
 */
public record Plan(List<Action> actions, long wakeAt) {
    public static final long NEVER = Long.MAX_VALUE;

    public Plan {
        actions = List.copyOf(actions);
    }
}
