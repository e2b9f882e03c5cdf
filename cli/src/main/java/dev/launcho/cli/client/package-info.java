/**
 * The thin client of a server's admin API. It finds the server's auth file and opens one pinned TLS socket for each request.
 * It reports every failure in a line that a user can act on.
 *
 * <p>Calls block; each object belongs to one thread. Imports {@code cli.protocol}, and core's views and values; no Netty and
 * no {@code java.net.http}, whose threads would make each command start and end slower. Imported by {@code cli.command},
 * {@code cli.complete}, {@code cli.demo} and {@code cli.line}.
 */
@NullMarked
package dev.launcho.cli.client;

import org.jspecify.annotations.NullMarked;
