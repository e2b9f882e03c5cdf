package dev.launcho.core.plan;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Version;

/** One thing to do. Carried out by the reconciler in the order of the plan. */
public sealed interface Action {
    String process();

    /** Start a new instance for a slot. */
    record Launch(String process, Version version, int slot) implements Action {}

    /**
     * Take out of rotation and let its connections end.
     *
     * @param fault whether it counts as a failure of its slot
     */
    record Retire(String process, InstanceId id, String why, boolean fault) implements Action {
        /** Which is no fault of its own. */
        public Retire(String process, InstanceId id, String why) {
            this(process, id, why, false);
        }
    }

    /**
     * Send the stop signal to its tree.
     *
     * @param fault whether it counts as a failure of its slot
     */
    record Signal(String process, InstanceId id, String why, boolean fault) implements Action {}

    /** Send SIGKILL to its tree. */
    record Kill(String process, InstanceId id) implements Action {}

    /** It is gone: release its ports, remove its directory, drop it. */
    record Forget(String process, InstanceId id) implements Action {}

    /** The version did not get healthy; where a fallback exists it runs on. */
    record GiveUp(String process, Version version, String cause) implements Action {}

    /** The version is wholly ready, and nothing of another serves any more. */
    record GoLive(String process, Version version) implements Action {}
}
