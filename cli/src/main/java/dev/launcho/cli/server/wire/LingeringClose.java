package dev.launcho.cli.server.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * The close of a connection whose client may still be sending: what comes after the answer is read and dropped for up to
 * {@value #SECONDS} s.
 * Closing at once would reset the connection, and the client might never see the answer (RFC 9112, 9.6). Event loop.
 */
public final class LingeringClose {
    private static final int SECONDS = 2;

    /** For a client that reads nothing of the answer. */
    private static final int MOST_SECONDS = 60;

    private boolean begun;

    /**
     * Begins to drop what the client sends. What is dropped is not decrypted, so the end of the request is seen only if it
     * came already. Else the client or the {@value #SECONDS} s end the connection.
     *
     * @param requestEnded whether the end of the request has come; the client then learns at once that the answer is complete
     */
    public void begin(Channel channel, boolean requestEnded) {
        begun = true;
        channel.pipeline().addFirst(new DroppedBytes());
        channel.config().setAutoRead(true);
        if (requestEnded) {
            endOutput(channel).addListener(sent -> closeAfter(SECONDS, channel));
        }
        closeAfter(requestEnded ? MOST_SECONDS : SECONDS, channel);
    }

    private static void closeAfter(int seconds, Channel channel) {
        var close = channel.eventLoop().schedule(() -> channel.close(), seconds, TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> close.cancel(false));
    }

    public boolean begun() {
        return begun;
    }

    /** Drops a message that was decoded already; at the end of the request the client learns that the answer is complete. */
    public void drop(Channel channel, Object message) {
        ReferenceCountUtil.release(message);
        if (message instanceof LastHttpContent) {
            endOutput(channel);
        }
    }

    /** Sends what waits, TLS's and TCP's end; the client may have sent more requests, so the connection stays for them. */
    private static ChannelFuture endOutput(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        ChannelFuture sent = tls == null ? channel.writeAndFlush(Unpooled.EMPTY_BUFFER) : tls.closeOutbound();
        return sent.addListener(all -> ((DuplexChannel) channel).shutdownOutput());
    }

    /** A handler before the one for TLS. */
    private static final class DroppedBytes extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
        }
    }
}
