package dev.launcho.core.store;

import dev.launcho.core.event.Event;
import dev.launcho.core.event.EventKind;
import java.time.Instant;

/** The port that takes events. Any thread. */
public interface EventSink {
    /** @return the event with its number */
    Event add(Instant at, Event.Severity severity, String subject, String message, EventKind kind);

    /** Adds an event that only its sentence describes. */
    default Event add(Instant at, Event.Severity severity, String subject, String message) {
        return add(at, severity, subject, message, EventKind.OTHER);
    }
}
