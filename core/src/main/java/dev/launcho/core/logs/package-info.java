/**
 * The logs of instances: files that they append to themselves, so that nothing is lost and nothing blocks when the
 * server is away. This package names, finds, reads, bounds and drops them.
 *
 * <p>Thread-safe. Imports {@code core.text}, {@code core.model} and {@code core.disk}.
 */
@NullMarked
package dev.launcho.core.logs;

import org.jspecify.annotations.NullMarked;
