/**
 * The parts of an admin connection below its requests: the order of TLS handshakes, bounds of messages, the framing of a
 * body, the lingering close, bodies that the event loop sends by itself, the headers of browsers.
 *
 * <p>Event loops, and the one thread for handshakes. Imports Netty and {@code cli.server.quota}. Imported by
 * {@code cli.server}, {@code cli.server.http}, {@code cli.server.page}, {@code cli.server.feed} and {@code cli.server.route}.
 */
@NullMarked
package dev.launcho.cli.server.wire;

import org.jspecify.annotations.NullMarked;
