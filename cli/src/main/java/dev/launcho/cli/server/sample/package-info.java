/**
 * The samples of the last hour, for charts: of each process and service, every ten seconds, from the same
 * {@link dev.launcho.core.admin.StatusView} as the metrics. Nothing is counted a second time.
 *
 * <p>A chore takes samples, workers read them. Imports nanojson and core. Imported by {@code cli.server} and
 * {@code cli.server.route}.
 */
@NullMarked
package dev.launcho.cli.server.sample;

import org.jspecify.annotations.NullMarked;
