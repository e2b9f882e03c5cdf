/**
 * The peers between clients and the origin, each in processes of its own: their start, their cost and their end.
 *
 * <p>The thread that measures, blocking; a hook of the JVM ends processes that are left. Imports {@code compare.wire},
 * {@code proxy}, {@code core.model}, {@code core.text} and {@code core.traffic}. Imported by {@code compare} and
 * {@code compare.report}.
 */
@NullMarked
package dev.launcho.bench.compare.peer;

import org.jspecify.annotations.NullMarked;
