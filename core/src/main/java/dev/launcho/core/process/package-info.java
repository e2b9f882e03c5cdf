/**
 * Starts, signals and reaps instances: {@link dev.launcho.core.process.ProcessHost} is the port,
 * {@code LocalProcessHost} the one for Linux.
 *
 * <p>Any thread calls the port. A launch copies files and forks, so it runs on the host's own worker threads; it reports the
 * result to {@link dev.launcho.core.process.ProcessHost.Listener}. An instance is its whole tree of processes, see
 * {@link dev.launcho.core.process.tree.ProcessTree}.
 *
 * <p>Imports {@code core.model}, {@code core.disk}, {@code core.failure}, {@code core.text} and the packages below it:
 * {@code kernel}, {@code system}, {@code cgroup}, {@code tree}, {@code command}, {@code confine}, {@code folder}.
 * Imported by {@code core.intent}, {@code core.reconcile}, {@code core.admin} and the module {@code cli}.
 */
@NullMarked
package dev.launcho.core.process;

import org.jspecify.annotations.NullMarked;
