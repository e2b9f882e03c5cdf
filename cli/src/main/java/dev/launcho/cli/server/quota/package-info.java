/**
 * Bounds on what one client gets: a share of a quota, or requests at a pace. Counts by address, by network, or by any other
 * name of a source.
 *
 * <p>Any thread. Imports nothing. Imported by {@code cli.server.auth}, {@code cli.server.http},
 * {@code cli.server.route} and {@code cli.server.wire}.
 */
@NullMarked
package dev.launcho.cli.server.quota;

import org.jspecify.annotations.NullMarked;
