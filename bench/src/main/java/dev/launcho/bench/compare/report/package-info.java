/** The results of a comparison as text, JSON and a chart. Pure. */
@NullMarked
package dev.launcho.bench.compare.report;

import org.jspecify.annotations.NullMarked;
