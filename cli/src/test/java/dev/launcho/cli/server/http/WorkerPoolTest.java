package dev.launcho.cli.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.launcho.cli.server.quota.ClientKey;
import dev.launcho.cli.server.quota.ClientQuota;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerPoolTest {
    private static final ClientKey CI = client("10.0.0.1", "ci");

    /** The system allows no other thread: the JVM throws this from the pool's call of Thread.start. */
    private final AtomicBoolean noThread = new AtomicBoolean();

    private final AtomicInteger threads = new AtomicInteger();
    private final List<Throwable> uncaught = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> ran = new LinkedBlockingQueue<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final ThreadFactory factory = work -> {
        if (noThread.get()) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        Thread thread = new Thread(work, "worker-" + threads.incrementAndGet());
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((dead, cause) -> uncaught.add(cause));
        return thread;
    };

    @AfterEach
    void endAll() {
        end.countDown();
    }

    private static ClientKey client(String address, String token) {
        return new ClientKey(address, token, false);
    }

    private Runnable note(String name) {
        return () -> ran.add(name);
    }

    private Runnable until(CountDownLatch latch, String name) {
        return () -> {
            try {
                assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            ran.add(name);
        };
    }

    private String ran() throws InterruptedException {
        return String.valueOf(ran.poll(30, TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void run_noThreadCanBeStarted_isRefusedAndTakesNoPlace(boolean waits) throws Exception {
        ClientQuota one = new ClientQuota(1, 1, 1);
        WorkerPool pool = waits
                ? new WorkerPool(factory, 1, one, new ClientQuota(1, 1, 1))
                : WorkerPool.withoutQueue(factory, 1, one);
        for (int i = 0; i < 3; i++) {
            noThread.set(true);
            assertThatThrownBy(() -> pool.run(CI, note("refused"))).isInstanceOf(RejectedExecutionException.class);
        }
        noThread.set(false);

        pool.run(CI, note("second"));

        assertThat(ran()).isEqualTo("second");
        assertThat(uncaught).isEmpty();
    }

    @Test
    void end_noThreadCanBeStarted_nextJobRunsAllTheSame() throws Exception {
        WorkerPool pool = new WorkerPool(factory, 2, new ClientQuota(2, 2, 2), new ClientQuota(9, 9, 9));
        CountDownLatch go = new CountDownLatch(1);
        pool.run(CI, until(go, "first"));
        pool.run(CI, () -> {
            until(go, "second").run();
            throw new IllegalStateException("a request failed");
        });
        for (String name : List.of("a", "b", "c")) {
            pool.run(CI, note(name));
        }

        noThread.set(true);
        go.countDown();

        Set<String> all = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 5; i++) {
            all.add(ran());
        }
        assertThat(all).containsExactlyInAnyOrder("first", "second", "a", "b", "c");
        await().atMost(Duration.ofSeconds(30)) // The failure is reported once the request has ended.
                .untilAsserted(() -> assertThat(uncaught).singleElement().isInstanceOf(IllegalStateException.class));
    }

    /** A single end frees a share of the address for one job, and one of the token for another. */
    @Test
    void end_secondJobGetsNoThread_runsAtTheNextEnd() throws Exception {
        WorkerPool pool = new WorkerPool(factory, 9, new ClientQuota(9, 1, 1), new ClientQuota(9, 9, 9));
        CountDownLatch go = new CountDownLatch(1);
        pool.run(client("10.0.0.1", "ci"), until(go, "first"));
        pool.run(client("10.0.0.1", "other"), note("same address"));
        pool.run(client("10.0.0.2", "ci"), note("same token"));

        noThread.set(true);
        go.countDown();

        assertThat(List.of(ran(), ran(), ran())).containsExactly("first", "same address", "same token");
        assertThat(uncaught).isEmpty();
        noThread.set(false);
        pool.run(CI, note("later"));
        assertThat(ran()).isEqualTo("later");
    }

    @Test
    void job_afterOneThatWasInterrupted_isNotInterrupted() throws Exception {
        WorkerPool pool = new WorkerPool(factory, 1, new ClientQuota(1, 1, 1), new ClientQuota(9, 9, 9));
        CountDownLatch go = new CountDownLatch(1);
        pool.run(CI, () -> {
            until(go, "first").run();
            Thread.currentThread().interrupt();
        });
        pool.run(CI, () -> ran.add("interrupted: " + Thread.currentThread().isInterrupted()));
        go.countDown();

        assertThat(List.of(ran(), ran())).containsExactly("first", "interrupted: false");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void run_oneAfterTheOther_usesFewThreads(boolean waits) throws Exception {
        ClientQuota many = new ClientQuota(48, 48, 48);
        WorkerPool pool = waits
                ? new WorkerPool(factory, 48, many, new ClientQuota(48, 48, 48))
                : WorkerPool.withoutQueue(factory, 48, many);
        for (int i = 0; i < 200; i++) {
            pool.run(CI, note("done"));
            assertThat(ran()).isEqualTo("done");
        }

        assertThat(threads).hasValueLessThan(24); // One, or some more if a thread is slow to become idle.
    }

    @Test
    void stop_jobsThatRunAndWait_interruptsAndDropsThem() throws Exception {
        WorkerPool pool = new WorkerPool(factory, 1, new ClientQuota(1, 1, 1), new ClientQuota(9, 9, 9));
        pool.run(CI, until(end, "interrupted"));
        pool.run(CI, note("dropped"));

        pool.stop();
        pool.await(System.nanoTime() + TimeUnit.SECONDS.toNanos(30));

        assertThat(ran).containsExactly("interrupted");
        assertThatThrownBy(() -> pool.run(CI, note("late"))).isInstanceOf(RejectedExecutionException.class);
    }
}
