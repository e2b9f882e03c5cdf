/**
 * Which backend a connection goes to, and when a backend that left rotation has none left.
 *
 * <p>Threads: {@link dev.launcho.proxy.route.RouteTable#publish} belongs to one thread; everything else may be called
 * from any, and nothing here blocks or locks.
 *
 * <p>Imports {@code core.model} and {@code core.traffic}.
 */
@NullMarked
package dev.launcho.proxy.route;

import org.jspecify.annotations.NullMarked;
