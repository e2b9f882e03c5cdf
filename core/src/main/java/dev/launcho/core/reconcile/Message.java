package dev.launcho.core.reconcile;

import dev.launcho.core.model.Event;
import dev.launcho.core.model.Exit;
import dev.launcho.core.model.InstanceId;
import java.util.Map;

/** What the reconciler is told. */
sealed interface Message {
    record Launched(InstanceId id, long pid, Map<String, Integer> ports) implements Message {}

    record Exited(InstanceId id, Exit exit) implements Message {}

    record Probed(InstanceId id, boolean healthy, String answer, String address) implements Message {}

    record Drained(InstanceId id) implements Message {}

    /** Something about an instance that changes nothing but is to be told. */
    record Noted(Event.Severity severity, InstanceId id, String what) implements Message {}

    /** @param problem empty if it listens now */
    record Listens(String service, String problem) implements Message {}

    /**
     * Something to do on the reconciler's thread.
     *
     * @param then to be done once readers see what came of it
     */
    record Ask(Runnable what, Runnable then) implements Message {
        Ask(Runnable what) {
            this(what, () -> {});
        }
    }
}
