/**
 * An HTTP/1.1 server over TLS for blocking handlers: Netty reads and writes, and bounded pools of workers run the handlers
 * with plain streams.
 *
 * <p>{@link dev.launcho.cli.server.http.HttpConnection} lives on its channel's event loop and never blocks. It has one
 * {@code ActiveRequest} at a time, which {@code RequestDispatch} refuses or gives to a worker. Handlers run on a worker.
 * They meet the event loop only in {@code RequestBody} and {@code ResponseBody}. Each of these holds a bounded number of
 * bytes, so a body of any size passes through a small heap.
 *
 * <pre>
 *   socket -> TLS -> MessageFlow with the HTTP codec ----> HttpConnection
 *                                                                |
 *                        RequestDispatch <--------------- ActiveRequest --> RequestBody --+
 *                               |                                ^                        |
 *                         (worker pool)                          +------ ResponseBody <-+ |
 *                               |                                                       | v
 *                               +--> RequestTask --> RequestHandler <-----------> AdminExchange
 * </pre>
 *
 * <p>Two things happen without a worker. Handlers of {@link dev.launcho.cli.server.http.RequestWorkload#INSTANT} run on the
 * event loop, also for clients without a token. And a handler may leave its answer to a {@code PacedBody}, which the event loop
 * sends as its source has something.
 *
 * <p>Imports Netty, {@code cli.protocol}, {@code cli.server.quota}, {@code cli.server.wire} and, from core, only the types
 * of errors, {@code DurationFormat} and {@code SecretVisibility}. It knows nothing of what the routes mean. Imported by
 * {@code cli.server}, {@code cli.server.auth}, {@code cli.server.feed} and {@code cli.server.route}.
 */
@NullMarked
package dev.launcho.cli.server.http;

import org.jspecify.annotations.NullMarked;
