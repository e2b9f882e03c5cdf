package dev.launcho.core.store;

import dev.launcho.core.model.Event;
import java.time.Instant;

/** Where events are told. Any thread. */
public interface Events {
    /** @return the event as it was numbered */
    Event add(Instant at, Event.Severity severity, String subject, String message);
}
