/**
 * Benchmarks of the load balancer over real loopback sockets, compared with no proxy at all.
 *
 * <p>Imports {@code proxy}, {@code core.model} and {@code core.traffic}.
 */
@NullMarked
package dev.launcho.bench.proxy;

import org.jspecify.annotations.NullMarked;
