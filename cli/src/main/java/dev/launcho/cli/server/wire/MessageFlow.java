package dev.launcho.cli.server.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP codec between two handlers, which have it decode a message only when one is asked for. Until then the bytes stay
 * bytes: as messages, chunks and requests of a few bytes would take many times the memory. {@code FlowControlHandler} decodes
 * everything at once, and keeps the messages. Event loop.
 */
public final class MessageFlow {
    private final UndecodedBytes bytes = new UndecodedBytes();
    private final ResponseEncoder encoder = new ResponseEncoder();
    private final DecodedMessages messages = new DecodedMessages();

    private MessageFlow() {}

    public static MessageFlow addTo(ChannelPipeline pipeline, HttpDecoderConfig config) {
        MessageFlow flow = new MessageFlow();
        HttpRequestDecoder decoder = new HttpRequestDecoder(config);
        decoder.setSingleDecode(true);
        pipeline.addLast(flow.bytes, decoder, flow.encoder, flow.messages);
        return flow;
    }

    /** Returns how many decoded messages wait. */
    public int waiting() {
        return messages.queue.size();
    }

    /** An encoder that, as {@code HttpServerCodec}, sends no body in answer to HEAD. Requests are answered in their order. */
    private static final class ResponseEncoder extends HttpResponseEncoder {
        private final Deque<HttpMethod> asked = new ArrayDeque<>(2);

        @Override
        protected boolean isContentAlwaysEmpty(HttpResponse response) {
            boolean interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            HttpMethod method = interim ? null : asked.poll();
            return HttpMethod.HEAD.equals(method) || super.isContentAlwaysEmpty(response);
        }
    }

    /** What the client has sent, and the codec has not seen yet: at most what one read of the socket brings. */
    private static final class UndecodedBytes extends ChannelInboundHandlerAdapter {
        private @Nullable ByteBuf held;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf more = (ByteBuf) message;
            // Into one buffer: each TLS record comes as a buffer of its own, and may have a single byte.
            held = held == null ? more : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), held, more);
        }

        /** Gives everything to the codec, which decodes one message of it, if a whole one has come. */
        void decode(ChannelHandlerContext ctx) {
            ByteBuf given = held == null ? Unpooled.EMPTY_BUFFER : held;
            held = null;
            ctx.fireChannelRead(given);
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            drop();
            ctx.fireChannelInactive();
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext ctx) {
            drop();
        }

        private void drop() {
            if (held != null) {
                held.release();
                held = null;
            }
        }
    }

    /** Passes on one message for each read. The codec makes two at a time at most: a head, and the end of a request without a body. */
    private final class DecodedMessages extends ChannelDuplexHandler {
        private final Deque<Object> queue = new ArrayDeque<>(2);
        private boolean wanted;
        /** A read from within a read is served by the loop that runs already, so that many messages need no deep stack. */
        private boolean delivering;

        @Override
        public void read(ChannelHandlerContext ctx) {
            wanted = true;
            deliver(ctx);
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            queue.add(message);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            if (wanted) {
                deliver(ctx);
            }
            ctx.fireChannelReadComplete();
        }

        private void deliver(ChannelHandlerContext ctx) {
            if (delivering) {
                return;
            }
            delivering = true;
            try {
                while (wanted && hasNext(ctx)) {
                    wanted = false;
                    Object next = queue.remove();
                    if (next instanceof HttpRequest request) {
                        encoder.asked.add(request.method());
                    }
                    ctx.fireChannelRead(next);
                }
            } finally {
                delivering = false;
            }
            if (wanted) {
                ctx.read(); // What came is no whole message yet, or is part of the TLS handshake.
            }
        }

        private boolean hasNext(ChannelHandlerContext ctx) {
            if (queue.isEmpty()) {
                ChannelHandlerContext undecoded = ctx.pipeline().context(bytes);
                if (undecoded != null) {
                    bytes.decode(undecoded);
                }
            }
            return !queue.isEmpty();
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            drop();
            ctx.fireChannelInactive();
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext ctx) {
            drop();
        }

        private void drop() {
            queue.forEach(ReferenceCountUtil::release);
            queue.clear();
        }
    }
}
