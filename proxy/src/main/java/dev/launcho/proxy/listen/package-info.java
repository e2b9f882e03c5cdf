/**
 * The way of a connection from a listening socket to its relay. Sockets are open as the table wants them. A connection takes
 * a place ({@link dev.launcho.proxy.listen.ServiceAdmission}), has its header read if its client has to be identified first
 * ({@link dev.launcho.proxy.listen.ProxyHeaderPhase}), and gets a backend
 * ({@link dev.launcho.proxy.listen.ProxiedConnection}).
 *
 * <p>Threads: {@link dev.launcho.proxy.listen.ListenThread} opens and closes sockets, since binding blocks. Other threads
 * look names up. A connection is confined to its loop; the hold queue keeps a queue for each loop.
 *
 * <p>Imports {@code core.model}, {@code core.text}, {@code core.failure}, {@code core.net}, {@code core.traffic},
 * {@code proxy.route}, {@code proxy.header}, {@code proxy.names} and {@code proxy.relay}. Imported by {@code proxy}.
 */
@NullMarked
package dev.launcho.proxy.listen;

import org.jspecify.annotations.NullMarked;
