package dev.launcho.cli.server;

import io.netty.channel.Channel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that computes TLS handshakes: in turn the newest one and the oldest one that waits. So clients that connect
 * again and again take at most one core, and delay no request of a client that is connected already. A client that comes just
 * before or just after two hundred others does not wait for all of them, as it would in a queue or in a stack. Any thread.
 */
final class HandshakeThread implements AutoCloseable {
    /** More than the endpoint has connections, each of which waits with one task at most. */
    static final int MOST = 1024;

    private static final int IDLE_SECONDS = 30;

    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new BothEnds(), new DefaultThreadFactory("admin-handshake", true));

    HandshakeThread() {
        thread.allowCoreThreadTimeOut(true);
    }

    /**
     * Returns the executor of one connection, which drops a task that still waits when the connection closes. It rejects tasks
     * if {@value #MOST} wait, and after the close.
     */
    Executor of(Channel connection) {
        return handshake -> {
            thread.execute(handshake);
            connection.closeFuture().addListener(closed -> thread.remove(handshake));
        };
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** Waiting tasks, which their one reader takes from both ends in turn. */
    private static final class BothEnds extends LinkedBlockingDeque<Runnable> {
        private static final long serialVersionUID = 1L;
        private boolean oldest;

        BothEnds() {
            super(MOST);
        }

        @Override
        public @Nullable Runnable poll(long timeout, TimeUnit unit) throws InterruptedException {
            oldest = !oldest;
            return oldest ? pollFirst(timeout, unit) : pollLast(timeout, unit);
        }
    }
}
