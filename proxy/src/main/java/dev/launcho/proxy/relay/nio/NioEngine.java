package dev.launcho.proxy.relay.nio;

import dev.launcho.proxy.relay.Descriptors;
import dev.launcho.proxy.relay.Engine;
import dev.launcho.proxy.relay.Intake;
import dev.launcho.proxy.relay.ListeningSocket;
import dev.launcho.proxy.relay.Timeslices;
import dev.launcho.proxy.relay.Warnings;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Netty's NIO channels on one loop per core; daemon threads named {@code launcho-relay-*}. */
public final class NioEngine implements Engine {
    private static final long CLOSE_MILLIS = 2000;
    /** Without any, a loop that was just busy may end without having closed its channels. */
    private static final long QUIET_MILLIS = 50;

    private final MultiThreadIoEventLoopGroup group;
    private final List<EventLoop> loops = new ArrayList<>();
    private final Warnings warnings = new Warnings(System::nanoTime);
    private final Descriptors descriptors = Descriptors.ofThisProcess();

    /** @param loops how many event loops */
    public NioEngine(int loops) {
        group = new MultiThreadIoEventLoopGroup(
                loops, new DefaultThreadFactory("launcho-relay", true), Timeslices.keeping(NioIoHandler.newFactory()));
        group.forEach(loop -> this.loops.add((EventLoop) loop));
    }

    @Override
    public String name() {
        return "nio";
    }

    @Override
    public List<EventLoop> loops() {
        return List.copyOf(loops);
    }

    @Override
    public ListeningSocket listen(InetSocketAddress address, Intake intake) throws IOException {
        AcceptChannel channel;
        try {
            channel = new AcceptChannel(address, descriptors, intake);
        } catch (ChannelException noSocket) {
            throw new IOException(noSocket.getCause());
        }
        channel.pipeline().addLast(new Acceptor(group, intake, descriptors, warnings));
        ChannelFuture opened = group.register(channel).awaitUninterruptibly();
        if (opened.isSuccess()) {
            opened = channel.bind(address).awaitUninterruptibly();
        }
        if (!opened.isSuccess()) {
            channel.close();
            throw opened.cause() instanceof IOException cause ? cause : new IOException(opened.cause());
        }
        return new NioListeningSocket(channel);
    }

    @Override
    public void close() {
        group.shutdownGracefully(QUIET_MILLIS, CLOSE_MILLIS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(CLOSE_MILLIS);
    }
}
