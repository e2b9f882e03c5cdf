/**
 * Listening sockets as the table wants them, and what becomes of a connection until it is relayed: it takes a place
 * ({@link dev.launcho.proxy.listen.Entry}), is introduced where it has to be known whose it is
 * ({@link dev.launcho.proxy.listen.Introduction}), and arrives ({@link dev.launcho.proxy.listen.Arrival}).
 *
 * <p>Threads: {@link dev.launcho.proxy.listen.Listeners} has one thread of its own, since name lookups and binding block;
 * an arrival is confined to its connection's loop; the hold queue keeps a queue for each loop.
 *
 * <p>Imports {@code core.model}, {@code core.traffic}, {@code proxy.route}, {@code proxy.header} and
 * {@code proxy.relay}.
 */
@NullMarked
package dev.launcho.proxy.listen;

import org.jspecify.annotations.NullMarked;
