/**
 * The contract between client and server: the auth file, the lock file with the address of a server, and the JSON of every
 * view. {@code docs/api.md} describes the routes.
 *
 * <p>No threads, no state. Imports {@code core.admin} and core's types of values and errors; never Netty, so that the client
 * starts fast.
 */
@NullMarked
package dev.launcho.cli.protocol;

import org.jspecify.annotations.NullMarked;
