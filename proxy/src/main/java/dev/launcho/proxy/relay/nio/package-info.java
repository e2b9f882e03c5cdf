/**
 * The engine on Netty's NIO channels, for every machine that Java runs on.
 *
 * <p>A client's channel and its backend's channel are on the same loop. Netty reads neither by itself: each read is requested
 * when the bytes read before have been written. Bounds per direction: {@link dev.launcho.proxy.relay.nio.ChannelSettings}.
 *
 * <p>A failed read or write does not close a channel ({@link dev.launcho.proxy.relay.nio.RelayChannel}): all bytes that came
 * before a reset are read and delivered ({@link dev.launcho.proxy.relay.nio.ResetDelivery}).
 * {@link dev.launcho.proxy.relay.nio.ResetWatch} finds the reset of a side that is not read at the moment, within about half a
 * second.
 *
 * <p>Limits of NIO that the epoll engine does not have:
 *
 * <ul>
 *   <li>A backend may send bytes and reset before the selector reports the connect. It then counts as unreachable, since
 *       Java closes such a socket, and its bytes are lost.
 *   <li>This process does not know at once how much a peer has taken from the send buffer. A selector shows that the buffer is
 *       empty, but for some 2 KiB, as long as no FIN is behind it. After a FIN, and for a slow peer,
 *       {@link dev.launcho.proxy.relay.nio.SendQueues} has the number, and the reset comes up to a second later. A reset may
 *       discard fewer than 2 KiB if they are the first bytes that find no room at a peer.
 *   <li>If a side sends a FIN and then a reset, and a write to it fails in between, the peer does not get the FIN. It gets
 *       all bytes and a reset.
 *   <li>A client's reset behind unread bytes is not seen before the start. This changes nothing, since these bytes go to a
 *       backend first.
 *   <li>After a FIN was sent to a side, its reset is not seen while nothing is read from it: its own FIN looks the same.
 *   <li>On systems other than Linux a reset is not seen while nothing is read. The bytes of a broken side are delivered as
 *       long as its peer takes bytes from this process. For the rest, in the send buffer, the peer has five seconds.
 * </ul>
 *
 * <p>Threads: everything is confined to a channel's event loop, but {@link dev.launcho.proxy.relay.nio.NioEngine}.
 *
 * <p>Imports {@code proxy.relay}, {@code core.failure} and {@code core.net}. Imported by {@code proxy}.
 */
@NullMarked
package dev.launcho.proxy.relay.nio;

import org.jspecify.annotations.NullMarked;
