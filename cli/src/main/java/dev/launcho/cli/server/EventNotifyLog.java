package dev.launcho.cli.server;

import dev.launcho.cli.server.notify.NotifyLog;
import dev.launcho.core.event.Event;
import dev.launcho.core.event.EventSentence;
import dev.launcho.core.event.ServerEvent;
import dev.launcho.core.store.EventSink;
import java.time.Instant;
import java.util.function.Consumer;

/** A log of the sender of messages that makes an event of each line. */
record EventNotifyLog(EventSink events, Consumer<Event> watcher) implements NotifyLog {
    @Override
    public void warn(String line) {
        say(Event.Severity.WARNING, line);
    }

    @Override
    public void inform(String line) {
        say(Event.Severity.INFO, line);
    }

    private void say(Event.Severity severity, String line) {
        ServerEvent fact = new ServerEvent.Warned(ServerEvent.Part.NOTIFY, line);
        watcher.accept(events.add(Instant.now(), severity, "server", EventSentence.of(fact), fact));
    }
}
