package dev.launcho.core.store;

import dev.launcho.core.failure.Exit;
import dev.launcho.core.model.InstanceId;
import java.time.Instant;

/**
 * The end of an instance, as an event reports it.
 *
 * @param process its process; {@code server} if that is not known
 * @param at when the server saw it
 */
public record InstanceEnd(String process, InstanceId instance, Instant at, Exit exit) {}
