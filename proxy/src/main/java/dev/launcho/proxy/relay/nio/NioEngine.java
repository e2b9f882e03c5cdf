package dev.launcho.proxy.relay.nio;

import dev.launcho.core.net.SocketFailures;
import dev.launcho.proxy.relay.AdmissionControl;
import dev.launcho.proxy.relay.BindFailure;
import dev.launcho.proxy.relay.DescriptorBudget;
import dev.launcho.proxy.relay.Engine;
import dev.launcho.proxy.relay.ListeningSocket;
import dev.launcho.proxy.relay.LoopWatch;
import dev.launcho.proxy.relay.TimesliceCheck;
import dev.launcho.proxy.relay.WarningLimiter;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The engine on Netty's NIO channels, with daemon threads named {@code launcho-relay-*}. */
public final class NioEngine implements Engine {
    private static final long CLOSE_MILLIS = 2000;
    /** The quiet period of a shutdown: without it, a loop that was just busy may end before it has closed its channels. */
    private static final long QUIET_MILLIS = 50;

    private final MultiThreadIoEventLoopGroup group;
    private final Map<EventLoop, ResetWatch> watches = new LinkedHashMap<>();
    private final LoopWatch loopWatch;
    private final WarningLimiter warnings = new WarningLimiter(System::nanoTime);
    private final DescriptorBudget descriptors = DescriptorBudget.ofThisProcess();
    private final ConnectContext sources = new ConnectContext();

    /** @param loops the number of event loops */
    public NioEngine(int loops) {
        SocketFailures.warmUp();
        group = new MultiThreadIoEventLoopGroup(
                loops,
                new DefaultThreadFactory("launcho-relay", true),
                TimesliceCheck.keeping(NioIoHandler.newFactory()));
        loopWatch = new LoopWatch(group);
        group.forEach(each -> {
            EventLoop loop = (EventLoop) each;
            watches.put(loop, new ResetWatch(loop));
        });
    }

    @Override
    public String name() {
        return "nio";
    }

    @Override
    public List<EventLoop> loops() {
        return List.copyOf(watches.keySet());
    }

    @Override
    public ListeningSocket listen(InetSocketAddress address, AdmissionControl admission) throws IOException {
        AcceptChannel channel;
        try {
            channel = new AcceptChannel(address, descriptors, admission);
        } catch (ChannelException noSocket) {
            throw new BindFailure(SocketFailures.opening(noSocket.getCause()), noSocket.getCause());
        }
        channel.pipeline().addLast(new Acceptor(group, this::watch, admission, descriptors, warnings, sources));
        ChannelFuture opened = group.register(channel).awaitUninterruptibly();
        if (opened.isSuccess()) {
            opened = channel.bind(address).awaitUninterruptibly();
        }
        if (!opened.isSuccess()) {
            channel.close();
            throw new BindFailure(SocketFailures.binding(address, opened.cause()), opened.cause());
        }
        return new NioListeningSocket(channel);
    }

    private ResetWatch watch(EventLoop loop) {
        return Objects.requireNonNull(watches.get(loop));
    }

    @Override
    public void close() {
        loopWatch.closing();
        group.shutdownGracefully(QUIET_MILLIS, CLOSE_MILLIS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(CLOSE_MILLIS);
        if (group.isTerminated()) {
            watches.values().forEach(ResetWatch::close);
        }
    }
}
