/**
 * The results of a comparison as text, JSON and a chart.
 *
 * <p>Pure; any thread. Imports {@code compare} and {@code compare.peer}. Imported by {@code compare}.
 */
@NullMarked
package dev.launcho.bench.compare.report;

import org.jspecify.annotations.NullMarked;
