/**
 * The program behind {@code launcho server}: its composition root {@code Wiring}, which opens the admin endpoint.
 *
 * <p>Starts on the main thread. Imports {@code cli.server.http}, {@code cli.server.auth}, {@code cli.server.route},
 * {@code cli.server.wire}, {@code cli.server.metrics}, {@code cli.protocol}, proxy, core and Netty. Imported by {@code cli.command}.
 */
@NullMarked
package dev.launcho.cli.server;

import org.jspecify.annotations.NullMarked;
