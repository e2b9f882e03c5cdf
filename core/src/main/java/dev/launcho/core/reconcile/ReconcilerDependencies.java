package dev.launcho.core.reconcile;

import dev.launcho.core.event.Event;
import dev.launcho.core.logs.LogSpool;
import dev.launcho.core.memory.TextFile;
import dev.launcho.core.store.EventSink;
import dev.launcho.core.store.SecretStore;
import dev.launcho.core.store.StateStore;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The parts of a {@link ReconcilerControl}, beside the ports.
 *
 * @param stored whether a resource is on this server
 * @param targetFile the file that keeps the current target's text
 * @param watcher receives each event
 */
public record ReconcilerDependencies(
        StateStore store,
        SecretStore secrets,
        Predicate<String> stored,
        EventSink events,
        LogSpool logs,
        TextFile targetFile,
        Consumer<Event> watcher) {}
