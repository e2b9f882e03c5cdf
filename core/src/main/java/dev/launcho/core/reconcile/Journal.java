package dev.launcho.core.reconcile;

import dev.launcho.core.model.Event;
import dev.launcho.core.model.RolloutStep;
import dev.launcho.core.store.Events;
import dev.launcho.core.store.Redaction;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Tells what happens: to the event log, to the rollout under way, and to whoever watches the server. */
final class Journal {
    private final Events events;
    private final RolloutLog rollouts;
    private final InstantSource wall;
    private final Consumer<Event> watcher;
    private final Redaction redaction;

    Journal(Events events, RolloutLog rollouts, InstantSource wall, Consumer<Event> watcher, Redaction redaction) {
        this.events = events;
        this.rollouts = rollouts;
        this.wall = wall;
        this.watcher = watcher;
        this.redaction = redaction;
    }

    /** A step in the life of a process: {@code web}, {@code calm-otter-17 ready after 2.1s}. */
    void step(Event.Severity severity, String process, String message) {
        rollouts.step(new RolloutStep(wall.instant(), process, clean(message)));
        tell(severity, process, message);
    }

    void step(String process, String message) {
        step(Event.Severity.INFO, process, message);
    }

    /** What others have said, without secrets. */
    String clean(String text) {
        return redaction.of(text);
    }

    void tell(Event.Severity severity, String subject, String message) {
        watcher.accept(events.add(wall.instant(), severity, subject, clean(message)));
    }
}
