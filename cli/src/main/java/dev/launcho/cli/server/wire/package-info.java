/**
 * An admin connection below its requests: the order of TLS handshakes, how many messages are decoded, how a body is framed,
 * how a connection closes while its client still sends.
 *
 * <p>Event loops, and the one thread for handshakes. Imports Netty and {@code cli.server.quota}. Imported by
 * {@code cli.server} and {@code cli.server.http}.
 */
@NullMarked
package dev.launcho.cli.server.wire;

import org.jspecify.annotations.NullMarked;
