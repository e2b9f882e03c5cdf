/**
 * The two ends of a comparison: the origin that every peer relays to, and the clients. Both are made as cheap as can be, of
 * sockets of our own on Netty's epoll loops, so that what is measured is what stands between them.
 *
 * <p>Everything is confined to its loop, unless it says otherwise.
 */
@NullMarked
package dev.launcho.bench.compare.wire;

import org.jspecify.annotations.NullMarked;
