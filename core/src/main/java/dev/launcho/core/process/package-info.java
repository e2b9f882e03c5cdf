/**
 * Starts, signals and reaps instances: {@link dev.launcho.core.process.ProcessHost} is the port,
 * {@code LocalProcessHost} the one for Linux.
 *
 * <p>A launch copies files and forks, so it runs on the host's own worker threads; what came of it is told to
 * {@link dev.launcho.core.process.ProcessHost.Listener}. An instance is its whole tree of processes, see
 * {@link dev.launcho.core.process.ProcessTree}.
 *
 * <p>Imports {@code core.model}.
 */
@NullMarked
package dev.launcho.core.process;

import org.jspecify.annotations.NullMarked;
