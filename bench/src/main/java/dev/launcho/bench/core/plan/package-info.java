/** Benchmarks of the planner: one change among many instances, or many changes. */
@NullMarked
package dev.launcho.bench.core.plan;

import org.jspecify.annotations.NullMarked;
