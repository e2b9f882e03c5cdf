/** Benchmarks of the choice of a backend, and of changes of the routing table. */
@NullMarked
package dev.launcho.bench.proxy.route;

import org.jspecify.annotations.NullMarked;
