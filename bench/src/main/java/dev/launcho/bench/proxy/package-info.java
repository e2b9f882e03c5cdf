/**
 * Benchmarks of the load balancer over real loopback sockets, compared with no proxy at all.
 *
 * <p>The threads of JMH, and those of the servers and clients that they start. Imports {@code proxy}, {@code core.model},
 * {@code core.text} and {@code core.traffic}. Nothing imports this package.
 */
@NullMarked
package dev.launcho.bench.proxy;

import org.jspecify.annotations.NullMarked;
