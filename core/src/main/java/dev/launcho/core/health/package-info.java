/**
 * Probes the health of instances: {@link dev.launcho.core.health.Prober} is the port, {@code SocketProber} its
 * implementation over loopback.
 *
 * <p>Any thread calls the port. Probes run on the prober's own threads and never block the caller. Imports {@code core.model},
 * {@code core.failure}, {@code core.net} and {@code core.text}. Imported by {@code core.reconcile}, {@code core.admin} and
 * {@code cli.server}.
 */
@NullMarked
package dev.launcho.core.health;

import org.jspecify.annotations.NullMarked;
