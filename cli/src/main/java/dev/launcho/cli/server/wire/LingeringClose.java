package dev.launcho.cli.server.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * The close of a connection whose client may still be sending: what comes is read and dropped for up to {@value #SECONDS} s.
 * Closing at once would reset the connection, and the client might never see the answer. Event loop.
 */
public final class LingeringClose {
    private static final int SECONDS = 2;

    private boolean begun;

    /**
     * Begins to drop what the client sends. What is dropped is not decrypted, so the end of the request is seen only if it
     * came already. Else the client or the {@value #SECONDS} s end the connection.
     */
    public void begin(Channel channel) {
        begun = true;
        channel.pipeline().addFirst(new DroppedBytes());
        channel.config().setAutoRead(true);
        channel.eventLoop().schedule(() -> channel.close(), SECONDS, TimeUnit.SECONDS);
    }

    public boolean begun() {
        return begun;
    }

    /** Drops a message that was decoded already; at the end of the request it closes the connection. */
    public void drop(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
        if (message instanceof LastHttpContent) {
            ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** A handler before the one for TLS. */
    private static final class DroppedBytes extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
        }
    }
}
