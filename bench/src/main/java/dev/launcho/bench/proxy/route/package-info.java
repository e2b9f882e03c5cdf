/**
 * Benchmarks of the choice of a backend, and of changes of the routing table.
 *
 * <p>The threads of JMH. Imports {@code proxy.route}, {@code core.model}, {@code core.text} and {@code core.traffic}. Nothing
 * imports this package.
 */
@NullMarked
package dev.launcho.bench.proxy.route;

import org.jspecify.annotations.NullMarked;
