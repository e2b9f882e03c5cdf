package dev.launcho.core.memory;

import dev.launcho.core.event.Event;
import dev.launcho.core.event.EventKind;
import dev.launcho.core.event.EventSentence;
import dev.launcho.core.event.RolloutStep;
import dev.launcho.core.store.EventSink;
import dev.launcho.core.store.SecretRedaction;
import java.time.InstantSource;
import java.util.function.Consumer;

/** The journal of the server: it passes each event to the event log, the current rollout and the watcher. */
public final class EventJournal {
    private final EventSink events;
    private final RolloutLog rollouts;
    private final InstantSource wall;
    private final Consumer<Event> watcher;
    private final SecretRedaction redaction;

    public EventJournal(
            EventSink events,
            RolloutLog rollouts,
            InstantSource wall,
            Consumer<Event> watcher,
            SecretRedaction redaction) {
        this.events = events;
        this.rollouts = rollouts;
        this.wall = wall;
        this.watcher = watcher;
        this.redaction = redaction;
    }

    /** Records a step in the life of a process. */
    public void step(Event.Severity severity, String process, EventKind fact) {
        rollouts.step(new RolloutStep(wall.instant(), process, clean(EventSentence.of(fact))));
        tell(severity, process, fact);
    }

    public void step(String process, EventKind fact) {
        step(Event.Severity.INFO, process, fact);
    }

    /** Returns a text of others as it is shown, see {@link SecretRedaction#shown}. */
    public String clean(String text) {
        return redaction.shown(text);
    }

    /** Records an event that is no step of a rollout. */
    public void tell(Event.Severity severity, String subject, EventKind fact) {
        String sentence = clean(EventSentence.of(fact));
        watcher.accept(events.add(wall.instant(), severity, subject, sentence, fact.saying(this::clean)));
    }
}
