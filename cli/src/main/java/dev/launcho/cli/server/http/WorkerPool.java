package dev.launcho.cli.server.http;

import dev.launcho.cli.server.quota.ClientKey;
import dev.launcho.cli.server.quota.ClientQuota;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads for one kind of request. A request of a token or address that has its share of the threads waits, and others pass
 * it; the owner's pass all. Any thread.
 *
 * <p>A thread that has ended a request takes the next one that waits, and idle threads are used again. So only a request
 * that no thread can take at once needs a new thread. None waits for ever when the system has no thread left.
 */
final class WorkerPool {
    private static final int IDLE_SECONDS = 30;

    private final ThreadPoolExecutor threads;
    private final ClientQuota running;
    private final ClientQuota places;
    private final boolean waits;
    private boolean closing;
    private final Deque<Job> owners = new ArrayDeque<>();
    private final Deque<Job> others = new ArrayDeque<>();

    private record Job(ClientKey client, Runnable work, ClientQuota.Share place) {}

    /** @param thread the job's share of what may run */
    private record StartedJob(Job job, ClientQuota.Share thread) {}

    /**
     * @param most how many requests may run at once
     * @param running how many of them, for each client
     * @param places how many may run or wait
     */
    WorkerPool(ThreadFactory factory, int most, ClientQuota running, ClientQuota places) {
        this(factory, most, running, places, true);
    }

    private WorkerPool(ThreadFactory factory, int most, ClientQuota running, ClientQuota places, boolean waits) {
        // The quota bounds what runs; as many threads again may be on their way from an ended request to the idle ones.
        threads =
                new ThreadPoolExecutor(0, 2 * most, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
        this.running = running;
        this.places = places;
        this.waits = waits;
    }

    /** Returns a pool whose requests may never end, so that none waits for another. */
    static WorkerPool withoutQueue(ThreadFactory factory, int most, ClientQuota running) {
        return new WorkerPool(factory, most, running, new ClientQuota(most, most, most), false);
    }

    /**
     * @throws RejectedExecutionException if there is no place, the client has its share of them, or no thread can be started;
     *     the work then never runs
     */
    synchronized void run(ClientKey client, Runnable work) {
        if (closing) {
            throw new RejectedExecutionException("the server ends");
        }
        ClientQuota.Share place = places.take(client, 1)
                .orElseThrow(() -> new RejectedExecutionException("enough requests of this kind are under way"));
        Job job = new Job(client, work, place);
        Deque<Job> queue = queue(job);
        queue.add(job);
        Optional<Throwable> failure = startThreads();
        if ((failure.isPresent() || !waits) && queue.remove(job)) {
            place.close();
            throw new RejectedExecutionException("no thread is free", failure.orElse(null));
        }
    }

    private Deque<Job> queue(Job job) {
        return job.client.isOwner() ? owners : others;
    }

    /** Starts a thread for each job that may run. @return why a thread can't be started; the job then still waits */
    private Optional<Throwable> startThreads() {
        for (Optional<StartedJob> next = next(); next.isPresent(); next = next()) {
            StartedJob started = next.get();
            try {
                threads.execute(() -> work(started));
            } catch (RejectedExecutionException | OutOfMemoryError noThread) { // The system may allow no other thread.
                started.thread.close();
                queue(started.job).addFirst(started.job);
                return Optional.of(noThread);
            }
        }
        return Optional.empty();
    }

    /** Takes the first job that may run, with its share of the threads. */
    private Optional<StartedJob> next() {
        for (Deque<Job> queue : List.of(owners, others)) {
            for (Iterator<Job> jobs = queue.iterator(); jobs.hasNext(); ) {
                Job job = jobs.next();
                Optional<ClientQuota.Share> thread = running.take(job.client, 1);
                if (thread.isPresent()) {
                    jobs.remove();
                    return Optional.of(new StartedJob(job, thread.get()));
                }
            }
        }
        return Optional.empty();
    }

    /** Runs a job, and then those that waited for it. */
    private void work(StartedJob first) {
        for (Optional<StartedJob> next = Optional.of(first); next.isPresent(); next = ended(next.get())) {
            try {
                next.get().job.work.run();
            } catch (Throwable failure) { // The thread goes on: another in its place might not start.
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
            }
        }
    }

    /** Frees what a job had. @return the next job for its thread */
    private synchronized Optional<StartedJob> ended(StartedJob started) {
        started.thread.close();
        started.job.place.close();
        if (closing) {
            return Optional.empty();
        }
        // An interrupt was for the job that has ended: one for the thread comes only after closing is set.
        Thread.interrupted();
        Optional<StartedJob> next = next();
        // One end may let two jobs run. The second waits without a thread at the longest until the end of the first.
        startThreads();
        return next;
    }

    /** Drops what waits, and starts nothing more. */
    synchronized void startNone() {
        closing = true;
        owners.clear();
        others.clear();
    }

    /** Interrupts what runs. */
    void stop() {
        startNone();
        threads.shutdownNow();
    }

    /** @param deadline as {@link System#nanoTime} */
    void await(long deadline) throws InterruptedException {
        threads.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
}
