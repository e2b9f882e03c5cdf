package dev.launcho.cli.server.wire;

import dev.launcho.cli.server.quota.ClientNetwork;
import io.netty.channel.Channel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
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
    private final ThreadPoolExecutor thread;

    /** Whether the thread will look for another step. */
    private boolean busy;

    public HandshakeThread() {
        this(new DefaultThreadFactory("admin-handshake", true));
    }

    HandshakeThread(ThreadFactory factory) {
        thread = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        thread.allowCoreThreadTimeOut(true);
    }

    /**
     * Returns the executor of one connection, which drops a step that still waits when the connection closes. It rejects steps
     * if {@value #MOST} wait, if the system has no thread, and after the close.
     */
    public Executor of(Channel connection) {
        String network = connection.remoteAddress() instanceof InetSocketAddress remote
                ? ClientNetwork.of(remote.getAddress())
                : "";
        AtomicBoolean isFirst = new AtomicBoolean(true);
        return step -> {
            execute(network, step, isFirst.getAndSet(false));
            connection.closeFuture().addListener(closed -> waiting.remove(network, step));
        };
    }

    private synchronized void execute(String network, Runnable step, boolean isFirst) {
        startThread();
        if (!waiting.add(network, step, isFirst)) {
            throw new RejectedExecutionException(MOST + " handshakes wait");
        }
    }

    /** Before a step is added: one that no thread takes would wait for ever. The thread looks once this lock is free. */
    private void startThread() {
        if (busy) {
            return;
        }
        try {
            thread.execute(this::takeStep);
            busy = true;
        } catch (
                OutOfMemoryError
                        noThread) { // The system has no thread for it now; a JVM that lacks memory ends by itself.
            throw new RejectedExecutionException("no thread for handshakes", noThread);
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
