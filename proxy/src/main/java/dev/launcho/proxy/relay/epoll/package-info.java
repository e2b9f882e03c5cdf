/**
 * The engine for Linux: sockets of our own on Netty's event loops, no channels and no pipelines. Netty gives the loop, its
 * tasks and timers, and the system calls; what its channels cost and lose is told in {@code docs/performance.md}.
 *
 * <ul>
 *   <li>{@link dev.launcho.proxy.relay.epoll.EpollEngine} has a {@link dev.launcho.proxy.relay.epoll.Loop} per core; all
 *       of them accept from each listening socket ({@link dev.launcho.proxy.relay.epoll.Acceptor}).
 *   <li>{@link dev.launcho.proxy.relay.epoll.EpollRelay} is a client's connection with its life cycle, of two
 *       {@link dev.launcho.proxy.relay.epoll.Side}s, which are sockets, and two
 *       {@link dev.launcho.proxy.relay.epoll.Flow}s, which are directions with a life cycle of their own. What happens
 *       until its start is {@link dev.launcho.proxy.relay.epoll.Doorstep}'s, with a
 *       {@link dev.launcho.proxy.relay.epoll.Connect} at a time; that nothing moves any more is seen by
 *       {@link dev.launcho.proxy.relay.epoll.Quiet}.
 *   <li>{@link dev.launcho.proxy.relay.epoll.Buffers} and {@link dev.launcho.proxy.relay.epoll.Pipes} are what a loop's
 *       flows share.
 * </ul>
 *
 * <p>A socket is registered once, edge-triggered, for input and its end; that it is also to tell of room is added when
 * bytes have had to wait. So an event is told once: what it has made possible is kept in mind until a call says that it is used up, and whoever stops before that calls for another turn
 * ({@link dev.launcho.proxy.relay.epoll.Turns}). A short read has used it up; but behind a FIN no more events come, and
 * then only the end of input has; and a read stops at a byte of urgent data, whatever is behind it. {@code splice} returns 0 for
 * all of these, so a read decides. The urgent byte itself is not passed on.
 *
 * <p>Resets: epoll tells of them without a read, also while a client waits or a direction is stuck. What came before is
 * delivered first, until the peer's kernel has acknowledged it ({@link dev.launcho.proxy.relay.epoll.TcpInfo}) or some
 * seconds have passed. The kernel tells of a reset once: a write that fails takes it away, and what a read then
 * takes for the end of input is none.
 *
 * <p>Bounds per direction: one piece of 60 KiB, for some eight of a loop one of 255 KiB, or one pipe, which the kernel
 * fills with 16 pieces of what it has.
 *
 * <p>Threads: everything is confined to its loop, unless it says otherwise.
 *
 * <p>Imports {@code proxy.relay}.
 */
@NullMarked
package dev.launcho.proxy.relay.epoll;

import org.jspecify.annotations.NullMarked;
