/**
 * The domain model: immutable records and enums that every other package uses.
 *
 * <p>No threads, no I/O. Imports {@code core.text} and {@code core.failure}.
 */
@NullMarked
package dev.launcho.core.model;

import org.jspecify.annotations.NullMarked;
