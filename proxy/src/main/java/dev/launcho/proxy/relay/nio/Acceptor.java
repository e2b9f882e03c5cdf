package dev.launcho.proxy.relay.nio;

import dev.launcho.proxy.relay.Relay;
import dev.launcho.proxy.relay.RelayOwner;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Spreads the connections of one listening socket over the loops. When none can be accepted, as at the limit of open
 * files, it lets the kernel's backlog wait for {@value #PAUSE_MILLIS} ms and tries again.
 */
final class Acceptor extends ChannelInboundHandlerAdapter {
    static final long PAUSE_MILLIS = 200;

    private final EventLoopGroup loops;
    private final Function<Relay, RelayOwner> accept;
    private final Warnings warnings;

    Acceptor(EventLoopGroup loops, Function<Relay, RelayOwner> accept, Warnings warnings) {
        this.loops = loops;
        this.accept = accept;
        this.warnings = warnings;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        RelayChannel client = (RelayChannel) message;
        new NioRelay(client, accept);
        loops.register(client).addListener(done -> {
            if (!done.isSuccess()) {
                client.unsafe().closeForcibly();
            }
        });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.channel().config().setAutoRead(false);
        context.channel()
                .eventLoop()
                .schedule(() -> context.channel().config().setAutoRead(true), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        warnings.warn(
                () -> context.channel().localAddress() + " can't accept connections, they wait: " + cause.getMessage());
    }
}
