package dev.launcho.cli.server.http;

import dev.launcho.cli.server.quota.ClientKey;
import dev.launcho.cli.server.quota.ClientQuota;
import java.lang.System.Logger.Level;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The thread pools that handlers run on, one for each kind of token and {@link RequestWorkload}. So clients with the
 * read-only token take no thread from the admin, and a target that is parsed delays no {@code status}. One token or address
 * gets only a part. Some of the admin's threads are kept for the server's own admin token, so that its owner can revoke the
 * others. If no thread is free, requests wait, as many as there may be connections. A stream, which may never end, is
 * refused instead. Any thread.
 */
public final class WorkerPools implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.launcho.admin");
    private static final int CLOSE_SECONDS = 3;

    private final Map<RequestAuthenticator.Access, Map<RequestWorkload, WorkerPool>> pools =
            new EnumMap<>(RequestAuthenticator.Access.class);
    private final ExecutorService closer;
    private final FailureLog failures = new FailureLog(System::nanoTime);

    public WorkerPools() {
        pools.put(
                RequestAuthenticator.Access.READ,
                Map.of(
                        RequestWorkload.QUICK,
                        new WorkerPool(
                                named("admin-reader-"), 4, new ClientQuota(4, 2, 3), new ClientQuota(256, 192, 192)),
                        RequestWorkload.HEAVY,
                        new WorkerPool(
                                named("admin-reader-heavy-"),
                                1,
                                new ClientQuota(1, 1, 1),
                                new ClientQuota(256, 192, 192)),
                        RequestWorkload.STREAM,
                        WorkerPool.withoutQueue(named("admin-reader-stream-"), 32, new ClientQuota(32, 24, 24))));
        pools.put(
                RequestAuthenticator.Access.CHANGE,
                Map.of(
                        RequestWorkload.QUICK,
                        new WorkerPool(
                                named("admin-worker-"),
                                16,
                                new ClientQuota(16, 16, 8, 4),
                                new ClientQuota(128, 128, 64, 16)),
                        RequestWorkload.HEAVY,
                        new WorkerPool(
                                named("admin-heavy-"), 1, new ClientQuota(1, 1, 1), new ClientQuota(128, 128, 64, 16)),
                        RequestWorkload.STREAM,
                        WorkerPool.withoutQueue(named("admin-stream-"), 48, new ClientQuota(48, 48, 24, 8))));
        closer = Executors.newSingleThreadExecutor(named("admin-closer-"));
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler(WorkerPools::failed);
            return thread;
        };
    }

    /** Logs the failure of a request, which must not end the server (a text may nest too deep), unless memory ran out. */
    private static void failed(Thread thread, Throwable cause) {
        if (cause instanceof OutOfMemoryError) {
            Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
            if (handler != null) {
                handler.uncaughtException(thread, cause);
            }
        }
        LOG.log(Level.ERROR, "admin: a request failed in " + thread.getName(), cause);
    }

    /** Returns the log of the requests that fail. */
    FailureLog failures() {
        return failures;
    }

    /** Returns the refusal of a request for which a pool has no place. */
    static HttpError busy() {
        return new HttpError(503, "busy", "the server handles too many requests of this kind, try again in a second");
    }

    /**
     * @throws RejectedExecutionException if the pool of this kind is full, the token or address has its part of it, or no thread
     *     can be started
     */
    void run(RequestAuthenticator.Access access, RequestWorkload workload, ClientKey client, Runnable work) {
        Map<RequestWorkload, WorkerPool> of = pools.get(access);
        if (of == null) {
            throw new RejectedExecutionException("no worker without a token");
        }
        of.get(workload).run(client, work);
    }

    /** Runs short work that may block for a moment, such as closing a file; refuses nothing while the server is up. */
    public void runSoon(Runnable work) {
        try {
            closer.execute(work);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            work.run(); // The server is closing, so the work delays nothing; or no thread can be started.
        }
    }

    /** Drops the requests that wait, and starts no other. */
    public void startNone() {
        pools.values().forEach(of -> of.values().forEach(WorkerPool::startNone));
    }

    /** Interrupts the running handlers, and waits for them, up to {@value #CLOSE_SECONDS} s for each pool. */
    @Override
    public void close() {
        pools.values().forEach(of -> of.values().forEach(pool -> pool.stop()));
        closer.shutdown();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
        try {
            for (Map<RequestWorkload, WorkerPool> of : pools.values()) {
                for (WorkerPool pool : of.values()) {
                    pool.await(deadline);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
