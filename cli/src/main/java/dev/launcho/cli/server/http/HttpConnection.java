package dev.launcho.cli.server.http;

import dev.launcho.cli.server.wire.FramingHeaders;
import dev.launcho.cli.server.wire.LingeringClose;
import dev.launcho.cli.server.wire.MessageFlow;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one client: reads a request, has it answered as the {@link ActiveRequest}, and reads the next. Event loop.
 *
 * <p>It reads one message at a time, and only on demand: auto-read is off, and a {@link MessageFlow} precedes it.
 * After the end of a request it always has one more read outstanding, to notice a client that leaves during a long answer.
 */
public final class HttpConnection extends ChannelInboundHandlerAdapter {
    private static final int LONGEST_LINE = 4096;
    private static final int LARGEST_HEADERS = 16 * 1024;
    private static final int HEAD_SECONDS = 15;

    private final WorkerPools workers;
    private final RequestIds ids;
    private final ClientConnections visitors;
    private final RequestDispatch dispatch;
    private final ConnectionToken token = new ConnectionToken();
    private final LingeringClose lingering = new LingeringClose();

    private @Nullable ChannelHandlerContext context;
    private @Nullable ScheduledFuture<?> headDeadline;
    /** Null while the connection waits for a request. */
    private @Nullable ActiveRequest active;

    private @Nullable HttpRequest pipelined;
    private boolean wanting;

    public HttpConnection(
            RequestAuthenticator gate,
            HttpRouter router,
            WorkerPools workers,
            RequestIds ids,
            ClientConnections visitors,
            TextBodies texts,
            PlanPace plans,
            RefusalPace refusals) {
        this.workers = workers;
        this.ids = ids;
        this.visitors = visitors;
        this.dispatch = new RequestDispatch(gate, router, workers, visitors, texts, plans, refusals, token);
    }

    /** Adds the HTTP codec to a pipeline, and then this handler. */
    public void listen(ChannelPipeline pipeline) {
        HttpDecoderConfig config = new HttpDecoderConfig()
                .setMaxInitialLineLength(LONGEST_LINE)
                .setMaxHeaderSize(LARGEST_HEADERS)
                .setStrictLineParsing(true)
                .setHeadersFactory(FramingHeaders.FACTORY)
                .setTrailersFactory(FramingHeaders.FACTORY);
        MessageFlow.addTo(pipeline, config);
        pipeline.addLast(this);
    }

    private Channel channel() {
        return context().channel();
    }

    private ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return context;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        awaitRequest();
    }

    /** Begins with the next request, which may have come already. */
    void awaitRequest() {
        active = null;
        visitors.idle(channel());
        headDeadline = context().executor().schedule(() -> channel().close(), HEAD_SECONDS, TimeUnit.SECONDS);
        HttpRequest next = pipelined;
        pipelined = null;
        if (next != null) {
            begin(next);
        } else {
            want();
        }
    }

    /** Asks for one more message, unless an earlier demand is still open. */
    void want() {
        if (!wanting) {
            wanting = true;
            context().read();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        wanting = false;
        if (lingering.begun()) {
            lingering.drop(channel(), message);
            want();
        } else if (message instanceof HttpRequest request) {
            if (active != null) {
                pipelined = request;
            } else {
                begin(request);
            }
        } else if (message instanceof HttpContent content && active != null) {
            active.add(content);
        } else {
            ReferenceCountUtil.release(message);
            if (message instanceof HttpContent content
                    && content.decoderResult().isFailure()) {
                linger(true); // The start of the next request is unknown.
            }
        }
    }

    private void begin(HttpRequest request) {
        if (headDeadline != null) {
            headDeadline.cancel(false);
        }
        ActiveRequest begun = new ActiveRequest(this, context(), request, ids.next());
        active = begun;
        dispatch.dispatch(request, begun);
    }

    /**
     * Closes the connection, whose client may still be sending.
     *
     * @param requestEnded whether the whole request has been read
     */
    void linger(boolean requestEnded) {
        visitors.idle(channel()); // It gives way to a new one.
        lingering.begin(channel(), requestEnded);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        token.forgetExpiry();
        if (headDeadline != null) {
            headDeadline.cancel(false);
        }
        if (active != null) {
            active.gone().ifPresent(workers::runSoon);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // Failed handshakes and resets are common; a worker that waits learns of them from the closed channel.
        ctx.channel().close();
    }
}
