/**
 * The stream of what changes, for web pages: one producer makes the status and the events once for all of them.
 *
 * <p>{@link dev.launcho.cli.server.feed.PageFeed} has one thread, which runs only while a page listens. The event loops send.
 * Imports {@code cli.protocol}, {@code cli.server.http}, {@code cli.server.quota}, {@code cli.server.wire} and core. Imported
 * by {@code cli.server} and {@code cli.server.route}.
 */
@NullMarked
package dev.launcho.cli.server.feed;

import org.jspecify.annotations.NullMarked;
