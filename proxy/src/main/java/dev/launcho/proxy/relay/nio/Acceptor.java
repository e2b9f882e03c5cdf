package dev.launcho.proxy.relay.nio;

import dev.launcho.core.net.SocketFailures;
import dev.launcho.proxy.relay.AdmissionControl;
import dev.launcho.proxy.relay.DescriptorBudget;
import dev.launcho.proxy.relay.WarningLimiter;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The acceptor of a listening socket, which spreads its connections over the loops. At the limit of descriptors, or if an
 * accept fails, it pauses for {@value #PAUSE_MILLIS} ms, and clients wait in the kernel's backlog. At the service's limit of
 * clients they wait until a client has left.
 */
final class Acceptor extends ChannelInboundHandlerAdapter {
    static final long PAUSE_MILLIS = 200;

    private final EventLoopGroup loops;
    private final Function<EventLoop, ResetWatch> watches;
    private final AdmissionControl admission;
    private final DescriptorBudget descriptors;
    private final WarningLimiter warnings;
    private final ConnectContext sources;
    private @Nullable Future<?> pause;
    /** Whether the admission will call back when it has a place. */
    private volatile boolean awaitsPlace;

    Acceptor(
            EventLoopGroup loops,
            Function<EventLoop, ResetWatch> watches,
            AdmissionControl admission,
            DescriptorBudget descriptors,
            WarningLimiter warnings,
            ConnectContext sources) {
        this.loops = loops;
        this.watches = watches;
        this.admission = admission;
        this.descriptors = descriptors;
        this.warnings = warnings;
        this.sources = sources;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        RelayChannel client = (RelayChannel) message;
        new NioRelay(client, client.place(), watches, sources);
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
        warnings.warn(() -> address(channel) + " lets clients wait: " + descriptors.most()
                + " are connected, and no more open files are allowed (ulimit -n)");
    }

    private void awaitPlace(ChannelHandlerContext context) {
        Channel channel = context.channel();
        pause(channel);
        if (!awaitsPlace) {
            awaitsPlace = true;
            warnings.warn(() -> address(context.channel()) + " " + AdmissionControl.FULL);
            admission.whenFree(() -> placeIsFree(channel));
        }
    }

    /** Any thread. */
    private void placeIsFree(Channel channel) {
        awaitsPlace = false;
        try {
            channel.eventLoop().execute(() -> resume(channel));
        } catch (RejectedExecutionException loopEnded) {
            // The loop serves no client any more.
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        pause(context.channel());
        warnings.warn(() -> address(context.channel()) + " can't accept connections, they wait: " + words(cause));
    }

    /** Returns the reason in English: Java's own exception has the system's text, but an exception with a cause is ours. */
    private static String words(Throwable cause) {
        boolean javas = cause instanceof IOException && cause.getCause() == null;
        return javas ? SocketFailures.opening(cause).words() : String.valueOf(cause.getMessage());
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
        if (!channel.isOpen()) {
            return;
        }
        if (descriptors.full()) {
            awaitDescriptors(channel);
        } else {
            channel.config().setAutoRead(true);
        }
    }
}
