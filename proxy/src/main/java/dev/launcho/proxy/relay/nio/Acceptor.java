package dev.launcho.proxy.relay.nio;

import dev.launcho.proxy.relay.Descriptors;
import dev.launcho.proxy.relay.Relay;
import dev.launcho.proxy.relay.RelayOwner;
import dev.launcho.proxy.relay.Warnings;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Spreads the connections of one listening socket over the loops. When there are as many as descriptors allow, or none can be
 * accepted for another reason, it lets the kernel's backlog wait for {@value #PAUSE_MILLIS} ms and tries again.
 */
final class Acceptor extends ChannelInboundHandlerAdapter {
    static final long PAUSE_MILLIS = 200;

    private final EventLoopGroup loops;
    private final Function<Relay, RelayOwner> accept;
    private final Descriptors descriptors;
    private final Warnings warnings;

    Acceptor(EventLoopGroup loops, Function<Relay, RelayOwner> accept, Descriptors descriptors, Warnings warnings) {
        this.loops = loops;
        this.accept = accept;
        this.descriptors = descriptors;
        this.warnings = warnings;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        RelayChannel client = (RelayChannel) message;
        new NioRelay(client, accept);
        loops.register(client);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (descriptors.full()) {
            pause(context.channel());
            warnings.warn(() -> address(context) + " has to let clients wait: " + descriptors.most()
                    + " are connected, more open files are not allowed (ulimit -n)");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        pause(context.channel());
        warnings.warn(() -> address(context) + " can't accept connections, they wait: " + cause.getMessage());
    }

    private static String address(ChannelHandlerContext context) {
        return NetUtil.toSocketAddressString(
                (InetSocketAddress) context.channel().localAddress());
    }

    private void pause(Channel channel) {
        channel.config().setAutoRead(false);
        channel.eventLoop().schedule(() -> resume(channel), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void resume(Channel channel) {
        if (descriptors.full()) {
            pause(channel);
        } else {
            channel.config().setAutoRead(true);
        }
    }
}
