/**
 * The engine for Linux: sockets of our own on Netty's event loops, no channels and no pipelines. Netty gives the loop, its
 * tasks and timers, and the system calls; {@code docs/performance.md} says what its channels cost and lose.
 *
 * <ul>
 *   <li>{@link dev.launcho.proxy.relay.epoll.EpollEngine} has a {@link dev.launcho.proxy.relay.epoll.EventLoopState} per core; all
 *       of them accept from each listening socket ({@link dev.launcho.proxy.relay.epoll.Acceptor}).
 *   <li>{@link dev.launcho.proxy.relay.epoll.EpollRelay} is a client's connection with its life cycle. It has two
 *       {@link dev.launcho.proxy.relay.epoll.RelaySocket}s, which are sockets, and two
 *       {@link dev.launcho.proxy.relay.epoll.Flow}s, which are directions with a life cycle of their own.
 *       {@link dev.launcho.proxy.relay.epoll.ConnectPhase} handles the phase before the start, with one
 *       {@link dev.launcho.proxy.relay.epoll.Connect} at a time. {@link dev.launcho.proxy.relay.epoll.IdleTimeout} is the idle
 *       time-out.
 *   <li>The flows of a loop share its {@link dev.launcho.proxy.relay.epoll.LoopBuffers} and
 *       {@link dev.launcho.proxy.relay.epoll.PipePool}.
 * </ul>
 *
 * <p>A socket is registered once, edge-triggered, for input and its end; events of room are added when bytes have had to
 * wait. Epoll reports each event once. A side remembers what the event has made possible until a call shows that it is used
 * up. A flow that stops earlier must queue itself again ({@link dev.launcho.proxy.relay.epoll.YieldQueue}). A short read has
 * used it up, with two exceptions. After a FIN no more events come, so reads go on to the end of input. A read stops at a
 * byte of urgent data, whatever is behind it. {@code splice} returns 0 in all these cases, so a read decides. The urgent
 * byte itself is not passed on.
 *
 * <p>Resets: epoll reports them without a read, also while a client waits or a direction is stuck. The kernel keeps the bytes
 * that came before, and gives them to reads first. They are delivered until the peer's kernel has acknowledged them or takes
 * no more ({@link dev.launcho.proxy.relay.epoll.ResetDelivery}). The kernel reports a reset once: a write that fails takes the
 * report, and a read then sees an end of input. Only the count of bytes shows whether a FIN came before the reset
 * ({@link dev.launcho.proxy.relay.epoll.TcpInfo}).
 *
 * <p>Bounds per direction: one piece of 60 KiB, or one pipe, which the kernel fills with 16 of its buffers. At most eight
 * directions of a loop have one piece of 255 KiB instead.
 *
 * <p>Threads: everything is confined to its loop, unless its Javadoc says otherwise.
 *
 * <p>Imports {@code proxy.relay}, {@code core.failure} and {@code core.net}. Imported by {@code proxy}.
 */
@NullMarked
package dev.launcho.proxy.relay.epoll;

import org.jspecify.annotations.NullMarked;
