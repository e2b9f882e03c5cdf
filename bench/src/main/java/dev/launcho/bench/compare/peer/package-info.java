/** What can stand between a client and the origin, each in processes of its own: started, asked what it costs, and ended. */
@NullMarked
package dev.launcho.bench.compare.peer;

import org.jspecify.annotations.NullMarked;
