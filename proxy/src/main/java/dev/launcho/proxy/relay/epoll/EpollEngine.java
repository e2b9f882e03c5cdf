package dev.launcho.proxy.relay.epoll;

import dev.launcho.proxy.relay.AdmissionControl;
import dev.launcho.proxy.relay.BindFailure;
import dev.launcho.proxy.relay.DescriptorBudget;
import dev.launcho.proxy.relay.Engine;
import dev.launcho.proxy.relay.ListeningSocket;
import dev.launcho.proxy.relay.LoopWatch;
import dev.launcho.proxy.relay.SourceChoice;
import dev.launcho.proxy.relay.TimesliceCheck;
import dev.launcho.proxy.relay.WarningLimiter;
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

/** The engine with sockets of its own on Netty's epoll loops; daemon threads named {@code launcho-relay-*}. */
public final class EpollEngine implements Engine {
    private static final long CLOSE_SECONDS = 2;
    /** The number of possible clients per pipe; a pipe's two descriptors are among those left to the rest of the program. */
    private static final int CLIENTS_PER_PIPE = 32;

    private static final int MOST_PIPES = 256;
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final MultiThreadIoEventLoopGroup group;
    private final List<EventLoopState> loops = new ArrayList<>();
    private final WarningLimiter warnings = new WarningLimiter(System::nanoTime);
    private final DescriptorBudget descriptors;
    private final LoopWatch watch;
    private boolean freed;

    /** @param loops the number of event loops */
    public EpollEngine(int loops) {
        this(loops, LOOK, () -> LoopBuffers.ofThisProcess(loops));
    }

    /**
     * Creates an engine for tests.
     *
     * @param lookEvery the interval of the upkeep that only lasting connections need
     * @param buffers makes the buffers of a loop
     */
    EpollEngine(int loops, Duration lookEvery, Supplier<LoopBuffers> buffers) {
        group = new MultiThreadIoEventLoopGroup(
                loops,
                new DefaultThreadFactory("launcho-relay", true),
                TimesliceCheck.keeping(EpollIoHandler.newFactory()));
        watch = new LoopWatch(group);
        ErrorNumbers.warmUp();
        descriptors = DescriptorBudget.ofThisProcess();
        int pipes = Math.min(MOST_PIPES, Math.max(1, descriptors.most() / CLIENTS_PER_PIPE / loops));
        SourceChoice sources = new SourceChoice(System::nanoTime);
        group.forEach(loop -> this.loops.add(new EventLoopState(
                (IoEventLoop) loop, buffers.get(), new PipePool(pipes), descriptors, warnings, lookEvery, sources)));
    }

    /** Returns why the engine can't be used here, in one line; empty if it can. Tries it, which takes some milliseconds. */
    public static Optional<String> problem() {
        return EpollProbe.problem();
    }

    @Override
    public String name() {
        return "epoll";
    }

    @Override
    public List<EventLoop> loops() {
        return loops.stream().<EventLoop>map(EventLoopState::eventLoop).toList();
    }

    /** Returns a loop; for tests. */
    EventLoopState home(int index) {
        return loops.get(index);
    }

    @Override
    public ListeningSocket listen(InetSocketAddress address, AdmissionControl admission) throws IOException {
        LinuxSocket socket;
        try {
            socket = SocketSetup.listening(address);
        } catch (ChannelException noSocket) {
            throw noSocket.getCause() instanceof IOException cause
                    ? new BindFailure(ErrorNumbers.ofBinding(cause), cause)
                    : new IOException(noSocket);
        } catch (IOException cause) {
            throw new BindFailure(ErrorNumbers.ofBinding(cause), cause);
        }
        Map<EventLoopState, Acceptor> acceptors = new LinkedHashMap<>();
        for (EventLoopState loop : loops) {
            acceptors.put(loop, new Acceptor(socket, loop, loops, admission, descriptors, warnings));
        }
        EpollListeningSocket listening = new EpollListeningSocket(socket, acceptors);
        listening.start();
        return listening;
    }

    @Override
    public void close() {
        watch.closing();
        loops.forEach(loop -> {
            try {
                loop.execute(loop::abortAll);
            } catch (RejectedExecutionException closedBefore) {
                // The loop has ended: no connection is left to reset.
            }
        });
        group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly(CLOSE_SECONDS * 1000);
        if (group.isTerminated() && !freed) {
            freed = true;
            loops.forEach(EventLoopState::free);
        }
    }
}
