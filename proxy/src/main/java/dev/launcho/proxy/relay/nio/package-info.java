/**
 * The engine on Netty's NIO channels: correct everywhere that Java runs.
 *
 * <p>A client's channel and its backend's channel are on the same loop. Neither reads by itself: each read is asked for
 * when what was read before has been written. Bounds per direction: {@link dev.launcho.proxy.relay.nio.ChannelSettings}.
 *
 * <p>What NIO can't see: the client's reset while unread bytes wait in front of it (before the start, and while its reads
 * are paused), the reset of a side whose FIN has been read already (until something is written to it), and how much of what was written the peer has received, so that a reset that follows may overtake the last
 * bytes that a slow reader has not taken from this host's send buffer.
 *
 * <p>Threads: everything is confined to a channel's event loop, but {@link dev.launcho.proxy.relay.nio.NioEngine}.
 *
 * <p>Imports {@code proxy.relay}.
 */
@NullMarked
package dev.launcho.proxy.relay.nio;

import org.jspecify.annotations.NullMarked;
