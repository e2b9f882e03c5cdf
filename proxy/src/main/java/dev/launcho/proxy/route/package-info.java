/**
 * The choice of a backend for each connection. Its counts show the end of a drain: a backend that left rotation has no
 * connection left.
 *
 * <p>Threads: {@link dev.launcho.proxy.route.RouteTable#publish} belongs to one thread. Any thread may call everything else.
 * Nothing here blocks or locks.
 *
 * <p>Imports {@code core.model}, {@code core.text}, {@code core.failure} and {@code core.traffic}. Imported by {@code proxy} and
 * {@code proxy.listen}.
 */
@NullMarked
package dev.launcho.proxy.route;

import org.jspecify.annotations.NullMarked;
