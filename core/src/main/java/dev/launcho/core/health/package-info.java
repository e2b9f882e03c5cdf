/**
 * Asks instances for their health: {@link dev.launcho.core.health.Prober} is the port, {@code SocketProber} the one
 * that asks over loopback.
 *
 * <p>Probes run on the prober's own threads and never block who asked for them. Imports {@code core.model}.
 */
@NullMarked
package dev.launcho.core.health;

import org.jspecify.annotations.NullMarked;
