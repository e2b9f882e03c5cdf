package dev.launcho.core.reconcile;

import dev.launcho.core.logs.LogSpool;
import dev.launcho.core.model.Event;
import dev.launcho.core.store.Events;
import dev.launcho.core.store.Secrets;
import dev.launcho.core.store.StateStore;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What a {@link Control} is made of, beside the ports.
 *
 * @param stored whether a resource is there
 * @param targetFile where the current target's text is kept
 * @param watcher is shown each event
 */
public record Parts(
        StateStore store,
        Secrets secrets,
        Predicate<String> stored,
        Events events,
        LogSpool logs,
        TextFile targetFile,
        Consumer<Event> watcher) {}
