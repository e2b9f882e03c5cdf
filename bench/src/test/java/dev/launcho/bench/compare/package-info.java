/** That the comparison works; what it measures is for {@code make compare} on a quiet machine. */
@NullMarked
package dev.launcho.bench.compare;

import org.jspecify.annotations.NullMarked;
