package dev.launcho.cli.server.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;

/**
 * A handler before the one for TLS, which keeps all that comes while a handshake waits for its thread. After {@value #MOST}
 * bytes this reads no more until the handshake is done, and then leaves the pipeline. Event loop.
 */
public final class HandshakeBytes extends ChannelDuplexHandler {
    /** More than the handshake of any client: a certificate of its own has a few KiB. */
    static final int MOST = 64 * 1024;

    private long received;
    private boolean held;

    /** Adds TLS to a pipeline, behind this handler. */
    public static void addTo(Channel channel, SslHandler tls) {
        HandshakeBytes bytes = new HandshakeBytes();
        channel.pipeline().addLast(bytes, tls);
        tls.handshakeFuture().addListener(done -> bytes.end(channel));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        received += ((ByteBuf) bytes).readableBytes();
        ctx.fireChannelRead(bytes);
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        if (received < MOST) {
            ctx.read();
        } else {
            held = true;
        }
    }

    void end(Channel channel) {
        channel.pipeline().remove(this);
        if (held) {
            channel.read();
        }
    }
}
