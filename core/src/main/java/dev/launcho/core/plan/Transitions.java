package dev.launcho.core.plan;

import dev.launcho.core.model.Phase;

/** The life cycle of an instance as one table; the package description has the diagram. */
final class Transitions {
    private Transitions() {}

    /** Returns the phase after {@code what}; the same phase if the event means nothing there (a late probe, a second signal). */
    static Phase next(Phase phase, LifecycleEvent what) {
        return switch (phase) {
            case PREPARING ->
                switch (what) {
                    case LAUNCHED -> Phase.STARTING;
                    case SIGNALLED -> Phase.STOPPING;
                    case EXITED -> Phase.EXITED;
                    case HEALTHY, FAILING, RETIRED -> phase;
                };
            case STARTING ->
                switch (what) {
                    case HEALTHY -> Phase.READY;
                    case RETIRED -> Phase.DRAINING;
                    case SIGNALLED -> Phase.STOPPING;
                    case EXITED -> Phase.EXITED;
                    case LAUNCHED, FAILING -> phase;
                };
            case READY ->
                switch (what) {
                    case FAILING -> Phase.UNREADY;
                    case RETIRED -> Phase.DRAINING;
                    case EXITED -> Phase.EXITED;
                    case LAUNCHED, HEALTHY, SIGNALLED -> phase;
                };
            case UNREADY ->
                switch (what) {
                    case HEALTHY -> Phase.READY;
                    case RETIRED -> Phase.DRAINING;
                    case EXITED -> Phase.EXITED;
                    case LAUNCHED, FAILING, SIGNALLED -> phase;
                };
            case DRAINING ->
                switch (what) {
                    case SIGNALLED -> Phase.STOPPING;
                    case EXITED -> Phase.EXITED;
                    case LAUNCHED, HEALTHY, FAILING, RETIRED -> phase;
                };
            case STOPPING ->
                switch (what) {
                    case EXITED -> Phase.EXITED;
                    case LAUNCHED, HEALTHY, FAILING, RETIRED, SIGNALLED -> phase;
                };
            case EXITED -> phase;
        };
    }
}
