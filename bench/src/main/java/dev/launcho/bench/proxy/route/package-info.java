/** What it costs to choose a backend, and to change the table that they are chosen from. */
@NullMarked
package dev.launcho.bench.proxy.route;

import org.jspecify.annotations.NullMarked;
