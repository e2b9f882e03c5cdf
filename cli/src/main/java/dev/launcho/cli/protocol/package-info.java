/**
 * The contract between client and server: the auth file, the lock file with the address of a server, and the JSON of every
 * view. {@code docs/api.md} describes the routes.
 *
 * <p>Any thread; a {@link dev.launcho.cli.protocol.DurableFile} belongs to one. Imports {@code core.admin} and core's types
 * of values and errors; never Netty, so that the client starts fast. Imported by all packages of {@code cli} except
 * {@code complete}, {@code render}, {@code server.quota} and {@code server.wire}.
 */
@NullMarked
package dev.launcho.cli.protocol;

import org.jspecify.annotations.NullMarked;
