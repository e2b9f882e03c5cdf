/**
 * Listening sockets as the table wants them, and what becomes of a connection until it is relayed.
 *
 * <p>Threads: {@link dev.launcho.proxy.listen.Listeners} has one thread of its own, since name lookups and binding block;
 * an arrival is confined to its connection's loop; the hold queue keeps a queue for each loop.
 *
 * <p>Imports {@code core.model}, {@code core.traffic}, {@code proxy.route} and {@code proxy.relay}.
 */
@NullMarked
package dev.launcho.proxy.listen;

import org.jspecify.annotations.NullMarked;
