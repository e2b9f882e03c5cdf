/**
 * Listening sockets as the table wants them, and the way of a connection until it is relayed. The connection takes a place
 * ({@link dev.launcho.proxy.listen.ServiceAdmission}), is introduced if its client has to be identified first
 * ({@link dev.launcho.proxy.listen.ProxyHeaderPhase}), and arrives ({@link dev.launcho.proxy.listen.ProxiedConnection}).
 *
 * <p>Threads: {@link dev.launcho.proxy.listen.ServiceListeners} has one thread of its own, since binding blocks. Other threads look
 * names up. An arrival is confined to its connection's loop; the hold queue keeps a queue for each loop.
 *
 * <p>Imports {@code core.model}, {@code core.text}, {@code core.failure}, {@code core.net}, {@code core.traffic},
 * {@code proxy.route}, {@code proxy.header}, {@code proxy.names} and {@code proxy.relay}. Imported by {@code proxy}.
 */
@NullMarked
package dev.launcho.proxy.listen;

import org.jspecify.annotations.NullMarked;
