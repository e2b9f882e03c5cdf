package dev.launcho.cli.server.metrics;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.ReferenceCountUtil;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The one request of a connection to the plain listener: GET or HEAD of {@code /metrics}. Nothing is read after its
 * head, which has to be there within {@value #HEAD_SECONDS} s. After the answer the connection is closed, and in any case after
 * {@value #SECONDS} s. Event loop.
 */
final class MetricsRequest extends ChannelInboundHandlerAdapter {
    private static final System.Logger LOG = System.getLogger("dev.launcho.metrics");
    private static final int HEAD_SECONDS = 5;
    private static final int SECONDS = 20;
    private static final String TEXT = "text/plain; charset=utf-8";

    private final MetricsExposition metrics;
    private final Executor worker;
    private final Runnable onAsked;
    private boolean asked;

    MetricsRequest(MetricsExposition metrics, Executor worker, Runnable onAsked) {
        this.onAsked = onAsked;
        this.metrics = metrics;
        this.worker = worker;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        closeAfter(ctx, HEAD_SECONDS, () -> !asked);
        closeAfter(ctx, SECONDS, () -> true);
    }

    private static void closeAfter(ChannelHandlerContext ctx, int seconds, BooleanSupplier still) {
        var deadline = ctx.executor()
                .schedule(
                        () -> {
                            if (still.getAsBoolean()) {
                                ctx.close();
                            }
                        },
                        seconds,
                        TimeUnit.SECONDS);
        ctx.channel().closeFuture().addListener(closed -> deadline.cancel(false));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (!asked && message instanceof HttpRequest request) {
                asked = true;
                onAsked.run();
                ctx.channel().config().setAutoRead(false);
                answer(ctx, request);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void answer(ChannelHandlerContext ctx, HttpRequest request) {
        boolean head = request.method().equals(HttpMethod.HEAD);
        if (request.decoderResult().isFailure()) {
            refuse(ctx, HttpResponseStatus.BAD_REQUEST, "not a valid HTTP request");
        } else if (!new QueryStringDecoder(request.uri()).rawPath().equals("/metrics")) {
            refuse(ctx, HttpResponseStatus.NOT_FOUND, "no such path, only /metrics");
        } else if (!head && !request.method().equals(HttpMethod.GET)) {
            refuse(ctx, HttpResponseStatus.METHOD_NOT_ALLOWED, "only GET and HEAD are possible");
        } else {
            String accept = String.join(",", request.headers().getAll(HttpHeaderNames.ACCEPT));
            try {
                worker.execute(() -> scrape(ctx, accept));
            } catch (RejectedExecutionException busyOrClosing) {
                ctx.close();
            }
        }
    }

    /** Worker. */
    private void scrape(ChannelHandlerContext ctx, String accept) {
        if (!ctx.channel().isActive()) {
            return;
        }
        try {
            ScrapeAnswer answer = metrics.answer(accept);
            send(ctx, HttpResponseStatus.OK, answer.type(), Unpooled.wrappedBuffer(answer.text()));
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            // Where a class can't be loaded, or a status is too deep, only this scrape fails.
            LOG.log(Level.ERROR, "metrics: a scrape failed", e);
            refuse(ctx, HttpResponseStatus.INTERNAL_SERVER_ERROR, "the metrics can't be made, see the server's log");
        }
    }

    private static void refuse(ChannelHandlerContext ctx, HttpResponseStatus status, String line) {
        send(ctx, status, TEXT, Unpooled.copiedBuffer(line + "\n", StandardCharsets.UTF_8));
    }

    /** The codec leaves the body out in answer to HEAD. */
    private static void send(ChannelHandlerContext ctx, HttpResponseStatus status, String type, ByteBuf body) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .set("x-content-type-options", "nosniff")
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (status.equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
            response.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
        }
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
