package dev.launcho.core.mailbox;

import dev.launcho.core.event.Event;
import dev.launcho.core.event.EventKind;
import dev.launcho.core.failure.Exit;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProbeResult;
import dev.launcho.core.traffic.ListeningState;
import java.util.Map;

/** A message to the reconciler. A kind for which {@link Recipient} has no method does not compile. */
public sealed interface ReconcilerMessage {
    /** Calls the method of {@code recipient} for this kind of message. */
    void deliverTo(Recipient recipient);

    /** A reader of messages, with one method for each kind. */
    interface Recipient {
        void launched(Launched message);

        void exited(Exited message);

        void probed(Probed message);

        void unasked(Unasked message);

        void drained(Drained message);

        void noted(Noted message);

        void listens(Listens message);

        void asked(Ask message);
    }

    record Launched(InstanceId id, long pid, Map<String, Integer> ports) implements ReconcilerMessage {
        @Override
        public void deliverTo(Recipient recipient) {
            recipient.launched(this);
        }
    }

    /** @param asked whether the instance had been asked to stop when it ended */
    record Exited(InstanceId id, Exit exit, boolean asked) implements ReconcilerMessage {
        @Override
        public void deliverTo(Recipient recipient) {
            recipient.exited(this);
        }
    }

    record Probed(InstanceId id, boolean healthy, ProbeResult answer, String address) implements ReconcilerMessage {
        @Override
        public void deliverTo(Recipient recipient) {
            recipient.probed(this);
        }
    }

    /** A probe could not be made, because the server itself lacks a resource. */
    record Unasked(InstanceId id, ProbeResult cause) implements ReconcilerMessage {
        @Override
        public void deliverTo(Recipient recipient) {
            recipient.unasked(this);
        }
    }

    record Drained(InstanceId id) implements ReconcilerMessage {
        @Override
        public void deliverTo(Recipient recipient) {
            recipient.drained(this);
        }
    }

    /** A note on an instance for the journal; it changes no state. */
    record Noted(Event.Severity severity, InstanceId id, EventKind fact) implements ReconcilerMessage {
        @Override
        public void deliverTo(Recipient recipient) {
            recipient.noted(this);
        }
    }

    record Listens(String service, ListeningState how) implements ReconcilerMessage {
        @Override
        public void deliverTo(Recipient recipient) {
            recipient.listens(this);
        }
    }

    /**
     * A call to run on the reconciler's thread.
     *
     * @param then runs once readers of the snapshot see the result
     */
    public record Ask(Runnable what, Runnable then) implements ReconcilerMessage {
        public Ask(Runnable what) {
            this(what, () -> {});
        }

        @Override
        public void deliverTo(Recipient recipient) {
            recipient.asked(this);
        }
    }
}
