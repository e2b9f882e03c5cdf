/**
 * The identity of the server and of its clients: certificates, tokens, their roles and expiry, sessions of web pages.
 *
 * <p>Any thread; {@link dev.launcho.cli.server.auth.Tokens} is called on event loops and does not block. Imports
 * {@code cli.server.http}, {@code cli.server.quota}, {@code cli.protocol}, core, Netty and Bouncy Castle. Imported by
 * {@code cli.server} and {@code cli.server.route}.
 */
@NullMarked
package dev.launcho.cli.server.auth;

import org.jspecify.annotations.NullMarked;
