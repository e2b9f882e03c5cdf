package dev.launcho.cli.server.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The request that a connection is busy with, from its head to the end of its answer. It takes the body in, and sends the
 * answer or a refusal. Its fields and methods belong to the event loop, unless their comments say otherwise.
 */
final class ActiveRequest {
    private final HttpConnection connection;
    private final ChannelHandlerContext context;
    private final String id;
    private final RequestBody body;
    /** Set by the worker, taken by the first thread that sees the client leave. */
    private final AtomicReference<@Nullable Runnable> onGone = new AtomicReference<>();

    /** A body that is read before a worker starts; null after the answer. */
    private @Nullable TextCollection text;

    private boolean expectsContinue;
    /** The worker sets it too, while it has the exchange. */
    private boolean keepAlive;

    ActiveRequest(HttpConnection connection, ChannelHandlerContext context, HttpRequest head, String id) {
        this.connection = connection;
        this.context = context;
        this.id = id;
        this.body = new RequestBody(this::demand, AdminExchange.PATIENCE);
        this.keepAlive = HttpUtil.isKeepAlive(head);
        this.expectsContinue = HttpUtil.is100ContinueExpected(head);
    }

    /** Any thread. */
    Channel channel() {
        return context.channel();
    }

    String id() {
        return id;
    }

    RequestBody body() {
        return body;
    }

    /** Starts the worker of a request that has no body. */
    void startBodiless(Runnable worker) {
        body.end(); // Set before the worker starts, so that its answer can keep the connection alive.
        worker.run();
        connection.want(); // The codec still delivers the end of this request.
    }

    void collect(TextCollection whole) {
        text = whole;
        whole.begin();
    }

    /** Takes over a piece of the body. */
    void add(HttpContent content) {
        if (content.decoderResult().isFailure()) {
            content.release();
            malformed();
        } else if (text != null && !body.ended()) {
            collected(text, content);
        } else {
            body.offer(content.content());
            if (content instanceof LastHttpContent) {
                body.end();
                connection.want();
            }
        }
    }

    /** Reports a malformed body in the answer, and closes the connection: the start of the next request is unknown. */
    private void malformed() {
        keepAlive = false;
        if (text != null) {
            refuse(HttpError.badRequest(new MalformedBody().getMessage()));
        } else {
            body.malformed();
        }
    }

    /** Adds a piece to a text that is being collected. */
    private void collected(TextCollection of, HttpContent content) {
        try {
            of.add(content);
            connection.want();
        } catch (HttpError e) {
            refuse(e);
        } catch (RejectedExecutionException e) {
            refuse(WorkerPools.busy());
        }
    }

    private void endText() {
        if (text != null) {
            text.close();
            text = null;
        }
    }

    /** Refuses a request later; until then nothing is read from its connection. */
    void refuseAfter(Duration delay, HttpError error) {
        if (delay.isZero()) {
            refuse(error);
        } else {
            endText();
            context.executor().schedule(() -> refuse(error), delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Answers without a worker, and closes the connection; the client may still be sending its body. */
    void refuse(HttpError error) {
        endText();
        body.close();
        context.writeAndFlush(ResponseHeads.refusal(error, id, context.alloc()));
        connection.linger(false);
    }

    /** Asks the event loop for more of the body. Any thread. */
    private void demand() {
        context.executor().execute(this::readMore);
    }

    void readMore() {
        if (body.ended()) {
            return; // The end came meanwhile: the next message belongs to another request.
        }
        if (expectsContinue) {
            expectsContinue = false;
            context.writeAndFlush(new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
        }
        connection.want();
    }

    /**
     * Sends the status and headers. Called by the worker.
     *
     * @param more headers, which replace those that every answer has
     * @param requestRead whether the request was read to its end; if not, the connection can't be used again
     */
    void sendHead(int status, String type, OptionalLong length, Map<String, String> more, boolean requestRead) {
        keepAlive &= requestRead;
        context.writeAndFlush(ResponseHeads.of(status, type, length, more, id, keepAlive));
    }

    /** Ends the answer, after the handler has returned. Called by the worker. */
    void answered(boolean whole) {
        onGone.set(null);
        context.executor().execute(() -> finish(whole));
    }

    private void finish(boolean whole) {
        endText();
        body.close();
        if (!whole || !channel().isActive()) {
            channel().close(); // Without a last chunk, so that the client notices.
            return;
        }
        context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        if (keepAlive) {
            connection.awaitRequest();
        } else {
            connection.linger(body.ended());
        }
    }

    /** Called by the worker. */
    void onGone(Runnable action) {
        onGone.set(action);
        if (!channel().isActive() && onGone.compareAndSet(action, null)) {
            action.run();
        }
    }

    /** Notes that the client has left. @return the action to run then, on a thread that may block */
    Optional<Runnable> gone() {
        endText();
        body.gone();
        body.close();
        return Optional.ofNullable(onGone.getAndSet(null));
    }
}
