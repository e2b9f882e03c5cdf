package dev.launcho.cli.server.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One client: takes a request, has a worker answer it, takes the next. Its fields belong to the event loop but where
 * they say otherwise.
 *
 * <p>Reads happen one message at a time and only when somebody wants one (auto-read is off, a
 * {@code FlowControlHandler} stands before us). Once a request has been read to its end one more read is always out:
 * that is how a client that leaves in the middle of a long answer is noticed.
 */
public final class Connection extends ChannelInboundHandlerAdapter {
    private static final int HEAD_SECONDS = 15;
    private static final int LINGER_SECONDS = 2;

    private final Gate gate;
    private final Router router;
    private final Workers workers;
    private final RequestIds ids;
    private final Visitors visitors;
    /** Set by the worker, taken by whoever sees the client leave first. */
    private final AtomicReference<@Nullable Runnable> onGone = new AtomicReference<>();

    private @Nullable ChannelHandlerContext context;
    private @Nullable ScheduledFuture<?> headDeadline;
    private @Nullable RequestBody body;
    private @Nullable HttpRequest pipelined;
    private String id = "";
    private boolean busy;
    private boolean wanting;
    private boolean expectsContinue;
    private boolean lingering;
    /** Also set by the worker, while it has the exchange. */
    private boolean keepAlive;

    public Connection(Gate gate, Router router, Workers workers, RequestIds ids, Visitors visitors) {
        this.gate = gate;
        this.router = router;
        this.workers = workers;
        this.ids = ids;
        this.visitors = visitors;
    }

    Channel channel() {
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

    private void awaitRequest() {
        busy = false;
        body = null;
        headDeadline = context().executor().schedule(() -> channel().close(), HEAD_SECONDS, TimeUnit.SECONDS);
        HttpRequest next = pipelined;
        pipelined = null;
        if (next != null) {
            begin(next);
        } else {
            want();
        }
    }

    /** Asks for one more message; never for a second one before that has come. */
    private void want() {
        if (!wanting) {
            wanting = true;
            context().read();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (wanting) {
            ctx.read(); // What was read made no message yet: a part of one, or of the handshake.
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        wanting = false;
        if (lingering) {
            ReferenceCountUtil.release(message);
            if (message instanceof LastHttpContent) {
                ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            }
        } else if (message instanceof HttpRequest request) {
            if (busy) {
                pipelined = request;
            } else {
                begin(request);
            }
        } else if (message instanceof HttpContent content && body != null) {
            body.offer(content.content());
            if (content instanceof LastHttpContent) {
                body.end();
                want();
            }
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(HttpRequest request) {
        if (headDeadline != null) {
            headDeadline.cancel(false);
        }
        busy = true;
        id = ids.next();
        keepAlive = HttpUtil.isKeepAlive(request);
        expectsContinue = HttpUtil.is100ContinueExpected(request);
        RequestBody bytes = new RequestBody(this::demand, Exchange.PATIENCE);
        body = bytes;
        InetAddress from = ((InetSocketAddress) channel().remoteAddress()).getAddress();
        try {
            RequestHead head = RequestHead.of(request);
            Gate.Admission admission = gate.admit(head.authorization(), from);
            if (admission.access() == Gate.Access.NOTHING) {
                HttpError refusal = new HttpError(401, "unauthorized", "the token is missing or wrong");
                context().executor().schedule(() -> refuse(refusal), admission.delayMillis(), TimeUnit.MILLISECONDS);
                return;
            }
            visitors.admitted(channel());
            handOver(request, head, admission.access(), bytes, from);
        } catch (HttpError e) {
            refuse(e);
        } catch (RejectedExecutionException e) {
            refuse(new HttpError(503, "busy", "the server answers " + Workers.MOST + " requests already, try again"));
        }
    }

    /** To a worker, if there is something at this path that the client may do. */
    private void handOver(
            HttpRequest request, RequestHead head, Gate.Access access, RequestBody bytes, InetAddress from)
            throws HttpError {
        Router.Match match = router.find(head.method(), head.path());
        if (access.compareTo(match.needed()) < 0) {
            throw new HttpError(
                    403,
                    "forbidden",
                    "this token may only look: " + head.method() + " " + head.path() + " needs the admin token");
        }
        Exchange exchange =
                new Exchange(this, bytes, id, match.parameters(), head.query(), head.user(), from.getHostAddress());
        boolean bodiless = !HttpUtil.isTransferEncodingChunked(request) && HttpUtil.getContentLength(request, 0L) == 0;
        if (bodiless) {
            bytes.end(); // Known before the worker starts, so that its answer can say that we keep the connection.
        }
        workers.run(new Answering(match.handler(), exchange, this));
        if (bodiless) {
            want(); // The end of this request, which the codec tells of all the same.
        }
    }

    /** Answers without a worker and closes; the client may be in the middle of sending its body. */
    private void refuse(HttpError error) {
        context().writeAndFlush(Heads.refusal(error, id, context().alloc()));
        linger();
    }

    /** Any thread: the worker wants more of the body. */
    private void demand() {
        context().executor().execute(this::readMore);
    }

    private void readMore() {
        if (body == null || body.ended()) {
            return; // It came meanwhile: the next message is another request's.
        }
        if (expectsContinue) {
            expectsContinue = false;
            context()
                    .writeAndFlush(new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
        }
        want();
    }

    /**
     * Worker.
     *
     * @param requestRead whether all of the request was read; if not, the connection can't be used again
     */
    void sendHead(int status, String type, OptionalLong length, boolean requestRead) {
        keepAlive &= requestRead;
        context().writeAndFlush(Heads.of(status, type, length, id, keepAlive));
    }

    /** Worker: the handler has returned. */
    void answered(boolean whole) {
        onGone.set(null);
        context().executor().execute(() -> finish(whole));
    }

    private void finish(boolean whole) {
        RequestBody read = body;
        if (read != null) {
            read.close();
        }
        if (!whole || !channel().isActive()) {
            channel().close(); // Without a last chunk, so that the client can tell.
            return;
        }
        ChannelFuture sent = context().writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        if (keepAlive) {
            awaitRequest();
        } else if (read == null || !read.ended()) {
            linger();
        } else {
            sent.addListener(ChannelFutureListener.CLOSE);
        }
    }

    /**
     * Takes and drops what the client still sends for a while: closing at once would reset the connection, and the
     * client might never see the answer.
     */
    private void linger() {
        lingering = true;
        channel().config().setAutoRead(true);
        context().executor().schedule(() -> channel().close(), LINGER_SECONDS, TimeUnit.SECONDS);
    }

    void onGone(Runnable action) {
        onGone.set(action);
        if (!channel().isActive() && onGone.compareAndSet(action, null)) {
            action.run();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (headDeadline != null) {
            headDeadline.cancel(false);
        }
        if (body != null) {
            body.gone();
        }
        Runnable action = onGone.getAndSet(null);
        if (action != null) {
            workers.runSoon(action);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // Handshakes that fail and clients that reset are everyday; whoever waits learns it from the closed channel.
        ctx.channel().close();
    }
}
