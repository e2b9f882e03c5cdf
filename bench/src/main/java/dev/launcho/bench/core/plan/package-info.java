/**
 * Benchmarks of the planner: one change among many instances, or many changes.
 *
 * <p>The threads of JMH. Imports {@code core.plan}, {@code core.model} and {@code core.failure}. Nothing imports this package.
 */
@NullMarked
package dev.launcho.bench.core.plan;

import org.jspecify.annotations.NullMarked;
