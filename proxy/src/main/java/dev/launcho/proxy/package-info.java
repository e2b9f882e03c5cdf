/**
 * The load balancer behind {@link dev.launcho.core.traffic.LoadBalancer}: {@link dev.launcho.proxy.NettyBalancer} puts
 * the parts together. The package {@code ipvs} holds a second balancer that shares nothing with it: there the kernel moves
 * the bytes.
 *
 * <p>The life of a connection:
 *
 * <ol>
 *   <li>A listening socket ({@code relay}) accepts the connection if its service has a place for it.
 *   <li>If the service expects a PROXY protocol header, the proxy in front names the client in it ({@code header}).
 *   <li>The connection ({@code listen}) asks the picker ({@code route}) for a backend.
 *   <li>The engine ({@code relay}) connects to that backend; without a backend the connection waits in the hold queue.
 *   <li>The engine moves bytes until both sides are done.
 * </ol>
 *
 * <p>Threads: one event loop per core, which a connection never leaves. One thread opens and closes listening sockets, and
 * others look names up ({@code names}). All of them and the caller of {@code apply} share the routing snapshot (one volatile
 * reference) and counters.
 *
 * <p>Imports {@code core.model}, {@code core.failure}, {@code core.traffic} and the packages below it, except {@code ipvs}.
 * These also import {@code core.text} and {@code core.net}, and nothing else of core. Imported by {@code cli.server}.
 */
@NullMarked
package dev.launcho.proxy;

import org.jspecify.annotations.NullMarked;
