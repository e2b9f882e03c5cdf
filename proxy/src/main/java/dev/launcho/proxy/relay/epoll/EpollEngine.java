package dev.launcho.proxy.relay.epoll;

import dev.launcho.proxy.relay.Descriptors;
import dev.launcho.proxy.relay.Engine;
import dev.launcho.proxy.relay.Intake;
import dev.launcho.proxy.relay.ListeningSocket;
import dev.launcho.proxy.relay.Timeslices;
import dev.launcho.proxy.relay.Warnings;
import io.netty.channel.ChannelException;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Sockets of our own on Netty's epoll loops, one loop per core; daemon threads named {@code launcho-relay-*}. */
public final class EpollEngine implements Engine {
    private static final long CLOSE_SECONDS = 2;
    /** One pipe for so many clients that there may be; its two descriptors are of those left to the rest of the program. */
    private static final int CLIENTS_PER_PIPE = 32;

    private static final int MOST_PIPES = 256;
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final MultiThreadIoEventLoopGroup group;
    private final List<Loop> loops = new ArrayList<>();
    private final Warnings warnings = new Warnings(System::nanoTime);
    private final Descriptors descriptors;
    private boolean freed;

    /** @param loops how many event loops */
    public EpollEngine(int loops) {
        this(loops, LOOK, () -> Buffers.ofThisProcess(loops));
    }

    /**
     * For tests.
     *
     * @param lookEvery how often connections are looked at for what only those need that last
     * @param buffers makes those of a loop
     */
    EpollEngine(int loops, Duration lookEvery, Supplier<Buffers> buffers) {
        group = new MultiThreadIoEventLoopGroup(
                loops,
                new DefaultThreadFactory("launcho-relay", true),
                Timeslices.keeping(EpollIoHandler.newFactory()));
        descriptors = Descriptors.ofThisProcess();
        int pipes = Math.min(MOST_PIPES, Math.max(1, descriptors.most() / CLIENTS_PER_PIPE / loops));
        group.forEach(loop -> this.loops.add(
                new Loop((IoEventLoop) loop, buffers.get(), new Pipes(pipes), descriptors, warnings, lookEvery)));
    }

    /** Why it can't be used here, in one line, if so. Tries it, which takes some milliseconds. */
    public static Optional<String> problem() {
        return Probe.problem();
    }

    @Override
    public String name() {
        return "epoll";
    }

    @Override
    public List<EventLoop> loops() {
        return loops.stream().<EventLoop>map(Loop::eventLoop).toList();
    }

    /** For tests. */
    Loop home(int index) {
        return loops.get(index);
    }

    @Override
    public ListeningSocket listen(InetSocketAddress address, Intake intake) throws IOException {
        LinuxSocket socket;
        try {
            socket = Sockets.listening(address);
        } catch (ChannelException noSocket) {
            throw noSocket.getCause() instanceof IOException cause ? cause : new IOException(noSocket);
        }
        Map<Loop, Acceptor> acceptors = new LinkedHashMap<>();
        for (Loop loop : loops) {
            acceptors.put(loop, new Acceptor(socket, loop, loops, intake, descriptors, warnings));
        }
        EpollListeningSocket listening = new EpollListeningSocket(socket, acceptors);
        listening.start();
        return listening;
    }

    @Override
    public void close() {
        loops.forEach(loop -> {
            try {
                loop.execute(loop::abortAll);
            } catch (RejectedExecutionException closedBefore) {
                // Nothing is left to be reset.
            }
        });
        group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly(CLOSE_SECONDS * 1000);
        if (group.isTerminated() && !freed) {
            freed = true;
            loops.forEach(Loop::free);
        }
    }
}
