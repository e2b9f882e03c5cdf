package dev.launcho.cli.server;

import dev.launcho.core.model.Event;
import java.util.function.BiConsumer;

/** Makes events of what people do. */
record EventAudit(BiConsumer<Event.Severity, String> say) implements Audit {
    @Override
    public void done(String what) {
        say.accept(Event.Severity.INFO, what);
    }

    @Override
    public void suspicious(String what) {
        say.accept(Event.Severity.WARNING, what);
    }
}
