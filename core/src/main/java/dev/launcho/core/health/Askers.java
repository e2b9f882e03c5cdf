package dev.launcho.core.health;

import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Up to 64 threads for questions that block. */
final class Askers implements AutoCloseable {
    private static final int THREADS = 64;

    private final AtomicInteger number = new AtomicInteger();
    private final ThreadPoolExecutor pool =
            new ThreadPoolExecutor(0, THREADS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), this::thread);

    /** Blocks; empty = this server could not ask in time. */
    interface Question {
        Optional<Answer> ask();
    }

    private Thread thread(Runnable task) {
        Thread thread = new Thread(task, "probe-" + number.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Whatever goes wrong, there is an answer: without one the instance would not be asked again.
     *
     * @param then called by one of the threads
     * @return whether there was a thread free for it
     */
    boolean ask(Question question, Consumer<Optional<Answer>> then) {
        try {
            pool.execute(() -> then.accept(answer(question)));
            return true;
        } catch (RejectedExecutionException busy) {
            return false;
        }
    }

    private static Optional<Answer> answer(Question question) {
        try {
            return question.ask();
        } catch (RuntimeException e) {
            return Optional.of(new Answer(false, "the probe failed: " + e, ""));
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
