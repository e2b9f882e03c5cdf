/**
 * The logs of instances: files that they append to themselves, so that nothing is lost and nothing blocks when the
 * server is away. Here they are named, found, read, bounded and dropped.
 *
 * <p>Thread-safe. Imports {@code core.model} and {@code core.disk}.
 */
@NullMarked
package dev.launcho.core.logs;

import org.jspecify.annotations.NullMarked;
