/** That what is measured is counted right. */
@NullMarked
package dev.launcho.bench.compare.wire;

import org.jspecify.annotations.NullMarked;
