/**
 * Names of hosts and their addresses. {@link dev.launcho.proxy.names.HostNames} never blocks its caller, even if no name
 * server answers.
 *
 * <p>Threads: up to 256 daemons look names up; {@link dev.launcho.proxy.names.HostNames} is confined to its owner's thread.
 *
 * <p>Imports {@code core.net}. Imported by {@code proxy}, {@code proxy.listen} and {@code cli.server}.
 */
@NullMarked
package dev.launcho.proxy.names;

import org.jspecify.annotations.NullMarked;
