/**
 * The metrics of the server in the formats of Prometheus: the families of samples, made at each scrape from one
 * {@link dev.launcho.core.admin.StatusView} and from facts of the server itself, and the plain listener for them.
 *
 * <p>Workers of the admin endpoint, and a worker of the plain listener, scrape one at a time. Imports core and, alone in the
 * house, {@code io.prometheus}. Imported by {@code cli.server} and {@code cli.server.route}.
 */
@NullMarked
package dev.launcho.cli.server.metrics;

import org.jspecify.annotations.NullMarked;
