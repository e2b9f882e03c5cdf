package dev.launcho.proxy.relay.nio;

import dev.launcho.proxy.relay.Descriptors;
import dev.launcho.proxy.relay.Intake;
import dev.launcho.proxy.relay.Warnings;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Spreads the connections of one listening socket over the loops. When there are as many as descriptors allow, or none can be
 * accepted for another reason, it lets the kernel's backlog wait for {@value #PAUSE_MILLIS} ms and tries again; where the
 * service has as many as it may, until one has left.
 */
final class Acceptor extends ChannelInboundHandlerAdapter {
    static final long PAUSE_MILLIS = 200;

    private final EventLoopGroup loops;
    private final Intake intake;
    private final Descriptors descriptors;
    private final Warnings warnings;
    private @Nullable Future<?> pause;
    /** Whether the intake will tell when it has a place. */
    private volatile boolean awaitsPlace;

    Acceptor(EventLoopGroup loops, Intake intake, Descriptors descriptors, Warnings warnings) {
        this.loops = loops;
        this.intake = intake;
        this.descriptors = descriptors;
        this.warnings = warnings;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        RelayChannel client = (RelayChannel) message;
        new NioRelay(client, client.place());
        loops.register(client);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (descriptors.full()) {
            awaitDescriptors(context.channel());
        } else if (((AcceptChannel) context.channel()).isFull()) {
            awaitPlace(context);
        }
    }

    private void awaitDescriptors(Channel channel) {
        pause(channel);
        warnings.warn(() -> address(channel) + " has to let clients wait: " + descriptors.most()
                + " are connected, more open files are not allowed (ulimit -n)");
    }

    private void awaitPlace(ChannelHandlerContext context) {
        Channel channel = context.channel();
        pause(channel);
        if (!awaitsPlace) {
            awaitsPlace = true;
            warnings.warn(() -> address(context.channel()) + " " + Intake.FULL);
            intake.whenFree(() -> placeIsFree(channel));
        }
    }

    /** Any thread. */
    private void placeIsFree(Channel channel) {
        awaitsPlace = false;
        try {
            channel.eventLoop().execute(() -> resume(channel));
        } catch (RejectedExecutionException loopEnded) {
            // Then nobody is served any more.
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        pause(context.channel());
        warnings.warn(() -> address(context.channel()) + " can't accept connections, they wait: " + cause.getMessage());
    }

    private static String address(Channel channel) {
        return NetUtil.toSocketAddressString((InetSocketAddress) channel.localAddress());
    }

    private void pause(Channel channel) {
        channel.config().setAutoRead(false);
        if (pause != null) {
            pause.cancel(false);
        }
        pause = channel.eventLoop().schedule(() -> resume(channel), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void resume(Channel channel) {
        if (descriptors.full()) {
            awaitDescriptors(channel);
        } else {
            channel.config().setAutoRead(true);
        }
    }
}
