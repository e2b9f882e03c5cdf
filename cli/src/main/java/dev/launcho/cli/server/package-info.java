/**
 * The server's side of the command line: certificate and token, the admin endpoint, and the routes that lead from it to
 * {@link dev.launcho.core.admin.Operations}.
 *
 * <p>Routes run on the workers of {@code cli.server.http} and may block. Imports {@code cli.server.http},
 * {@code cli.protocol}, core, Netty and Bouncy Castle.
 */
@NullMarked
package dev.launcho.cli.server;

import org.jspecify.annotations.NullMarked;
