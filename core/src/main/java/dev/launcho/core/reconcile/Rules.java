package dev.launcho.core.reconcile;

import dev.launcho.core.model.Desired;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.plan.Plan;
import dev.launcho.core.plan.Planner;
import java.util.Map;

/** The two pure functions that decide everything: a test may put faulty ones in their place. */
record Rules(Planning planning, Routing routing) {
    static final Rules REAL = new Rules(Planner::plan, RouteBuilder::build);

    /** See {@link Planner#plan}. */
    interface Planning {
        Plan plan(Desired desired, ProcessState state, long now);
    }

    /** See {@link RouteBuilder#build}. */
    interface Routing {
        RouteBuilder.Result build(
                Intent intent, Map<String, ProcessState> states, Map<String, Desired> desired, long now);
    }
}
