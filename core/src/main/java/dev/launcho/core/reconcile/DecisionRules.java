package dev.launcho.core.reconcile;

import dev.launcho.core.intent.Intent;
import dev.launcho.core.model.DesiredState;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.plan.Plan;
import dev.launcho.core.plan.Planner;
import java.util.Map;

/** The two pure functions that decide everything; a test may replace them by faulty ones. */
record DecisionRules(Planning planning, Routing routing) {
    static final DecisionRules REAL = new DecisionRules(Planner::plan, RouteBuilder::build);

    /** See {@link Planner#plan}. */
    interface Planning {
        Plan plan(DesiredState desired, ProcessState state, long now);
    }

    /** See {@link RouteBuilder#build}. */
    interface Routing {
        RouteBuilder.Result build(
                Intent intent, Map<String, ProcessState> states, Map<String, DesiredState> desired, long now);
    }
}
