/**
 * Probes the health of instances: {@link dev.launcho.core.health.Prober} is the port, {@code SocketProber} its
 * implementation over loopback.
 *
 * <p>Probes run on the prober's own threads and never block their caller. Imports {@code core.model},
 * {@code core.failure}, {@code core.net} and {@code core.text}.
 */
@NullMarked
package dev.launcho.core.health;

import org.jspecify.annotations.NullMarked;
