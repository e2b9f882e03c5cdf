/**
 * The interface of the engines that move bytes. An {@link dev.launcho.proxy.relay.Engine} owns event loops and sockets. A
 * {@link dev.launcho.proxy.relay.Relay} is a client's connection on one of its loops. A
 * {@link dev.launcho.proxy.relay.RelayOwner} decides where that connection goes. An engine knows nothing of services,
 * backends in rotation or held connections.
 *
 * <p>Each engine has a package below this one. All engines share what is kept here: the limit of descriptors, the fair
 * division of a core, and warnings that can't flood a log.
 *
 * <p>Threads: a relay and its owner live on one event loop; any thread but a loop's may call the engine.
 *
 * <p>Imports {@code core.failure} and {@code core.net}. Imported by {@code proxy}, {@code proxy.listen}, both engines and
 * {@code cli.server}.
 */
@NullMarked
package dev.launcho.proxy.relay;

import org.jspecify.annotations.NullMarked;
