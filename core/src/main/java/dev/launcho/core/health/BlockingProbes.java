package dev.launcho.core.health;

import dev.launcho.core.failure.ProbeFinding;
import dev.launcho.core.failure.ServerShortage;
import dev.launcho.core.model.ProbeQuestion;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A bounded number of threads for questions that block. */
final class BlockingProbes implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private final ThreadPoolExecutor pool;

    /** @param most how many questions may be asked at the same time */
    BlockingProbes(int most) {
        this(most, BlockingProbes::thread);
    }

    BlockingProbes(int most, ThreadFactory threads) {
        pool = new ThreadPoolExecutor(0, most, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
    }

    /** A question that blocks; empty = this server could not ask in time. */
    interface Question {
        Optional<ProbeAnswer> ask();
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "probe-" + NUMBER.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Asks a question on a thread of the pool. Whatever goes wrong, there is an answer: without one the instance would
     * not be probed again.
     *
     * @param then called by one of the threads
     * @return whether a thread was free
     */
    boolean ask(Question question, Consumer<Optional<ProbeAnswer>> then) {
        return run(() -> then.accept(answer(question)));
    }

    /**
     * Runs a task that throws nothing.
     *
     * @return whether a thread was free
     */
    boolean run(Runnable task) {
        try {
            pool.execute(task);
            return true;
        } catch (RejectedExecutionException busy) {
            return false;
        } catch (OutOfMemoryError noThread) {
            return false; // The system has no thread for it now; a JVM that lacks memory ends by itself.
        }
    }

    private static Optional<ProbeAnswer> answer(Question question) {
        try {
            return question.ask();
        } catch (ServerShortage lacking) {
            return Optional.of(ProbeAnswer.unasked(ProbeQuestion.NONE, lacking.kind()));
        } catch (RuntimeException e) {
            return Optional.of(
                    new ProbeAnswer(false, ProbeQuestion.NONE, new ProbeFinding.Described("the probe failed: " + e)));
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
