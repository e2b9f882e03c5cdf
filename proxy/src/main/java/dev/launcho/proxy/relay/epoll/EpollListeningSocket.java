package dev.launcho.proxy.relay.epoll;

import dev.launcho.proxy.relay.ListeningSocket;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/** A listening socket that all loops accept from. Any thread but the loops'. */
final class EpollListeningSocket implements ListeningSocket {
    private final LinuxSocket socket;
    private final Map<EventLoopState, Acceptor> acceptors;

    EpollListeningSocket(LinuxSocket socket, Map<EventLoopState, Acceptor> acceptors) {
        this.socket = socket;
        this.acceptors = acceptors;
    }

    void start() throws IOException {
        List<Future<?>> started = new ArrayList<>();
        acceptors.forEach((loop, acceptor) -> started.add(loop.eventLoop().submit(() -> {
            acceptor.start();
            return null;
        })));
        for (Future<?> each : started) {
            if (!each.awaitUninterruptibly().isSuccess()) {
                close();
                throw each.cause() instanceof IOException cause ? cause : new IOException(each.cause());
            }
        }
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public void close() {
        List<Future<?>> stopped = new ArrayList<>();
        acceptors.forEach((loop, acceptor) -> submit(loop, acceptor::stop).ifPresent(stopped::add));
        stopped.forEach(Future::awaitUninterruptibly);
        if (socket.isOpen()) {
            acceptors.entrySet().stream()
                    .findFirst()
                    .flatMap(first -> submit(first.getKey(), first.getValue()::end))
                    .ifPresentOrElse(Future::awaitUninterruptibly, () -> SocketSetup.close(socket));
        }
    }

    /** Submits a task; returns empty if the loop has ended and accepts nothing any more. */
    private static Optional<Future<?>> submit(EventLoopState loop, Runnable task) {
        try {
            return Optional.of(loop.eventLoop().submit(task));
        } catch (RejectedExecutionException loopEnded) {
            return Optional.empty();
        }
    }
}
