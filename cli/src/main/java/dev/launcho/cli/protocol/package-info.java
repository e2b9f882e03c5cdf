/**
 * What client and server agree on: the auth file, the lock file that tells where a server listens, and the JSON shape
 * of every view. {@code docs/api.md} has the routes.
 *
 * <p>No threads, no state. Imports {@code core.admin} and {@code core.store}; never Netty, so that the client starts
 * fast.
 */
@NullMarked
package dev.launcho.cli.protocol;

import org.jspecify.annotations.NullMarked;
