/**
 * Names of hosts and their addresses. {@link dev.launcho.proxy.names.HostNames} never blocks its caller, even if no name
 * server answers.
 *
 * <p>Threads: up to 256 daemons that look names up; everything else is the owner's.
 *
 * <p>Imports {@code core.net}.
 */
@NullMarked
package dev.launcho.proxy.names;

import org.jspecify.annotations.NullMarked;
