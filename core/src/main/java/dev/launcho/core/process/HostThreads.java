package dev.launcho.core.process;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads on which a host copies, forks, looks and signals. */
final class HostThreads {
    private static final int FINISH_SECONDS = 10;

    private HostThreads() {}

    /** Daemons that go away when there is nothing to do; what waits for one is bounded by the number of instances. */
    static ExecutorService pool(String name, int threads) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(threads, threads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** What was begun is ended: traces of instances that are gone are still being removed. */
    static void finish(ExecutorService pool) {
        pool.shutdown();
        try {
            if (!pool.awaitTermination(FINISH_SECONDS, TimeUnit.SECONDS)) {
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
