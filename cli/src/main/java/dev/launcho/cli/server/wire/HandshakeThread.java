package dev.launcho.cli.server.wire;

import dev.launcho.cli.server.quota.ClientNetwork;
import io.netty.channel.Channel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that computes TLS handshakes, in the order of a {@link HandshakeQueue}. So clients that connect again and
 * again take at most one core, and delay no request of a client that is connected already. Any thread.
 */
public final class HandshakeThread implements AutoCloseable {
    /** More than the endpoint has connections, each of which waits with one step at most. */
    static final int MOST = 1024;

    private static final int IDLE_SECONDS = 30;

    private final HandshakeQueue waiting = new HandshakeQueue(MOST);
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new DefaultThreadFactory("admin-handshake", true));

    /** Whether the thread will look for another step. */
    private boolean busy;

    public HandshakeThread() {
        thread.allowCoreThreadTimeOut(true);
    }

    /**
     * Returns the executor of one connection, which drops a step that still waits when the connection closes. It rejects steps
     * if {@value #MOST} wait, and after the close.
     */
    public Executor of(Channel connection) {
        String network = connection.remoteAddress() instanceof InetSocketAddress remote
                ? ClientNetwork.of(remote.getAddress())
                : "";
        AtomicBoolean begun = new AtomicBoolean();
        return step -> {
            execute(network, step, begun.getAndSet(true));
            connection.closeFuture().addListener(closed -> waiting.remove(network, step));
        };
    }

    private synchronized void execute(String network, Runnable step, boolean begun) {
        if (!(begun ? waiting.addLaterStep(step) : waiting.addFirstStep(network, step))) {
            throw new RejectedExecutionException(MOST + " handshakes wait");
        }
        if (!busy) {
            thread.execute(this::takeStep);
            busy = true;
        }
    }

    private void takeStep() {
        Runnable step = next();
        if (step != null) {
            step.run();
        }
    }

    private synchronized @Nullable Runnable next() {
        Runnable step = waiting.poll();
        busy = step != null && !thread.isShutdown();
        if (busy) {
            thread.execute(this::takeStep);
        }
        return step;
    }

    @Override
    public synchronized void close() {
        thread.shutdownNow();
    }
}
