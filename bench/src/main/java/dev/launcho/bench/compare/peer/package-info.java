/** The peers between clients and the origin, each in processes of its own: their start, their cost and their end. */
@NullMarked
package dev.launcho.bench.compare.peer;

import org.jspecify.annotations.NullMarked;
