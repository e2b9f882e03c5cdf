package dev.launcho.core.reconcile;

import dev.launcho.core.event.Event;
import dev.launcho.core.event.EventKind;
import dev.launcho.core.event.EventKind.ServiceListening.Listening;
import dev.launcho.core.memory.EventJournal;
import dev.launcho.core.traffic.ListeningState;
import java.util.Optional;

/**
 * The event that follows from a new listening state of a service.
 *
 * @param before the former state; empty if none was known
 */
record ListeningNews(EventJournal journal, String service, Optional<ListeningState> before)
        implements ListeningState.Visitor<Runnable> {
    private static final Runnable NONE = () -> {};

    @Override
    public Runnable open(ListeningState.Open now) {
        if (!now.detail().isEmpty()) {
            return event(Event.Severity.WARNING, Listening.PARTLY, now.detail());
        }
        return before.filter(b -> !b.equals(now)).isPresent()
                ? event(Event.Severity.INFO, Listening.EVERYWHERE, "")
                : NONE;
    }

    @Override
    public Runnable opening(ListeningState.Opening now) {
        return NONE;
    }

    @Override
    public Runnable lookingUp(ListeningState.LookingUp now) {
        return NONE;
    }

    @Override
    public Runnable failed(ListeningState.Failed now) {
        return event(Event.Severity.ERROR, Listening.FAILED, now.problem());
    }

    @Override
    public Runnable closed(ListeningState.Closed now) {
        return before.isPresent() ? event(Event.Severity.INFO, Listening.CLOSED, now.detail()) : NONE;
    }

    private Runnable event(Event.Severity severity, Listening state, String detail) {
        return () -> journal.tell(severity, service, new EventKind.ServiceListening(state, detail));
    }
}
