/**
 * The load balancer behind {@link dev.launcho.core.traffic.LoadBalancer}: {@link dev.launcho.proxy.NettyBalancer} puts
 * the parts together. Another one, in {@code ipvs}, shares nothing with it: there the kernel moves the bytes.
 *
 * <p>A connection's way: a listening socket ({@code relay}) accepts it if its service has a place for it, a proxy in front may
 * have to say whose it is ({@code header}), an arrival ({@code listen}) asks the picker ({@code route}) for a backend, lets the engine ({@code relay}) connect to it, or waits in the hold queue, and then the
 * engine moves bytes until both sides are done.
 *
 * <p>Threads: one event loop per core, which a connection never leaves; one thread that opens and closes listening
 * sockets; the caller of {@code apply}. They share the routing snapshot (one volatile reference) and counters.
 *
 * <p>Imports {@code core.model} and {@code core.traffic}, nothing else of core.
 */
@NullMarked
package dev.launcho.proxy;

import org.jspecify.annotations.NullMarked;
