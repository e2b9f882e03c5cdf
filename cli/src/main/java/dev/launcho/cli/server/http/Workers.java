package dev.launcho.cli.server.http;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that handlers run on: at most {@value #MOST}, and none waits in a queue, so that a busy server says so at
 * once. Any thread.
 */
public final class Workers implements AutoCloseable {
    public static final int MOST = 64;
    private static final int CLOSE_SECONDS = 3;

    private final ExecutorService pool;
    private final ExecutorService closer;

    public Workers() {
        pool = new ThreadPoolExecutor(0, MOST, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), named("admin-worker-"));
        closer = Executors.newSingleThreadExecutor(named("admin-closer-"));
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** @throws RejectedExecutionException when all are busy */
    void run(Runnable work) {
        pool.execute(work);
    }

    /** Short work that may block for a moment, such as closing a file; never refused while the server is up. */
    public void runSoon(Runnable work) {
        try {
            closer.execute(work);
        } catch (RejectedExecutionException e) {
            work.run(); // Closing: nothing is left that could be held up.
        }
    }

    /** Interrupts what is under way, and waits for it for a while. */
    @Override
    public void close() {
        pool.shutdownNow();
        closer.shutdown();
        try {
            pool.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
