/**
 * The domain model: immutable records and enums of targets, processes, instances, services and probes.
 *
 * <p>No threads, no I/O. Imports {@code core.text} and {@code core.failure}.
 */
@NullMarked
package dev.launcho.core.model;

import org.jspecify.annotations.NullMarked;
