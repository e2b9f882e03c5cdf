/**
 * HTTP/1.1 over TLS for blocking handlers: Netty reads and writes, a bounded pool of workers runs the handlers with
 * plain streams.
 *
 * <p>{@link dev.launcho.cli.server.http.Connection} lives on its channel's event loop and never blocks. Handlers run on
 * a worker, one at a time for each connection, and meet the event loop only in {@code RequestBody} and
 * {@code ResponseBody}, each of which holds a bounded number of buffers: a body of any size passes through a small heap.
 *
 * <pre>
 *   socket -> TLS -> HTTP codec -> one message per read -> Connection --(worker pool)--> Router -> Handler
 *                                                             ^  |                                 |  ^
 *                                        ResponseBody <-------+--+------- Exchange <---------------+  |
 *                                                                +------> RequestBody ----------------+
 * </pre>
 *
 * <p>Imports Netty, {@code cli.protocol} and, of core, only what a refusal is; knows nothing of what the routes mean.
 */
@NullMarked
package dev.launcho.cli.server.http;

import org.jspecify.annotations.NullMarked;
