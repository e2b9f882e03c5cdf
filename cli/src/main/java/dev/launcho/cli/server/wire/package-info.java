/**
 * The parts of an admin connection below its requests: the order of TLS handshakes, bounds of messages, the framing of a
 * body, the lingering close.
 *
 * <p>Event loops, and the one thread for handshakes. Imports Netty and {@code cli.server.quota}. Imported by
 * {@code cli.server} and {@code cli.server.http}.
 */
@NullMarked
package dev.launcho.cli.server.wire;

import org.jspecify.annotations.NullMarked;
