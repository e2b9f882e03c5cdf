/**
 * The seam to the engines that move bytes: {@link dev.launcho.proxy.relay.Engine} owns event loops and sockets,
 * {@link dev.launcho.proxy.relay.Relay} is one client's connection in it, {@link dev.launcho.proxy.relay.RelayOwner}
 * decides what becomes of it. An engine knows nothing of services, backends in rotation or holding.
 *
 * <p>Each engine has a package below this one; what all of them need, the limit of descriptors, loops that share a core
 * fairly, and warnings that can't flood a log, is here.
 *
 * <p>Threads: a relay and its owner live on one event loop.
 *
 * <p>Imports nothing of this project.
 */
@NullMarked
package dev.launcho.proxy.relay;

import org.jspecify.annotations.NullMarked;
