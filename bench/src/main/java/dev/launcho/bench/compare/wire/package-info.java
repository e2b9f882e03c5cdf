/**
 * The two ends of a comparison: the origin that every peer relays to, and the clients. Both are as cheap as possible, with
 * sockets of our own on Netty's epoll loops, so that the peer between them dominates the measurement.
 *
 * <p>Everything is confined to its loop, unless its Javadoc says otherwise. Imports only Netty. Imported by {@code compare}
 * and {@code compare.peer}.
 */
@NullMarked
package dev.launcho.bench.compare.wire;

import org.jspecify.annotations.NullMarked;
