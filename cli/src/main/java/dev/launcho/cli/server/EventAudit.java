package dev.launcho.cli.server;

import dev.launcho.core.event.Event;
import dev.launcho.core.event.ServerEvent;
import java.util.function.BiConsumer;

/** An audit that makes an event of each record. */
record EventAudit(BiConsumer<Event.Severity, ServerEvent> say) implements AuditLog {
    @Override
    public void done(ServerEvent.Acted fact) {
        say.accept(Event.Severity.INFO, fact);
    }

    @Override
    public void suspicious(ServerEvent fact) {
        say.accept(Event.Severity.WARNING, fact);
    }
}
