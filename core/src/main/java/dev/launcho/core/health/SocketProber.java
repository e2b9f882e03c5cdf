package dev.launcho.core.health;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Probe;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Probes over loopback with blocking sockets: one timer thread, and up to 64 that wait for answers. */
final class SocketProber implements Prober {
    private static final int THREADS = 64;
    private static final Answer NO_ANSWER = new Answer(false, "", "");
    private static final long BUSY_MILLIS = 20;

    private final Witness witness;
    private final Listener listener;
    private final Map<InstanceId, Watch> watches = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer;
    private final ExecutorService askers;

    SocketProber(Witness witness, Listener listener) {
        this.witness = witness;
        this.listener = listener;
        ScheduledThreadPoolExecutor one = new ScheduledThreadPoolExecutor(1, task -> thread("probe-timer", task));
        one.setRemoveOnCancelPolicy(true);
        timer = one;
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor many = new ThreadPoolExecutor(
                0,
                THREADS,
                10,
                TimeUnit.SECONDS,
                // Hands a probe to the thread that ended one last: quick probes keep few threads warm.
                new SynchronousQueue<>(),
                task -> thread("probe-" + number.incrementAndGet(), task),
                (task, pool) -> later(task));
        askers = many;
    }

    /** All threads wait for answers: the probe is put off, which is not held against the instance. */
    private void later(Runnable task) {
        timer.schedule(() -> askers.execute(task), BUSY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static Thread thread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void watch(InstanceId id, Probe probe, Port port, Duration every) {
        Watch watch = new Watch(id, probe, port, every);
        watches.put(id, watch);
        submit(watch);
    }

    @Override
    public void forget(InstanceId id) {
        watches.remove(id);
    }

    @Override
    public void close() {
        watches.clear();
        timer.shutdownNow();
        askers.shutdownNow();
    }

    private void submit(Watch watch) {
        try {
            askers.execute(() -> once(watch));
        } catch (RejectedExecutionException closed) {
            watches.clear();
        }
    }

    /** At most one probe of a watch is under way: the next is only planned when this one has its answer. */
    private void once(Watch watch) {
        if (watches.get(watch.id) != watch) {
            return;
        }
        long started = System.nanoTime();
        Answer answer = answer(watch);
        if (watches.get(watch.id) != watch) {
            return;
        }
        // Well as before is nothing new: a server with many instances at rest stays at rest.
        if (!answer.healthy() || !answer.equals(watch.last)) {
            watch.last = answer;
            listener.probed(watch.id, answer.healthy(), answer.text(), answer.address());
        }
        long wait = watch.every.toNanos() - (System.nanoTime() - started);
        try {
            timer.schedule(() -> submit(watch), Math.max(0, wait), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            watches.clear();
        }
    }

    /** Whatever goes wrong, there is an answer: without one the instance would not be asked again. */
    private Answer answer(Watch watch) {
        try {
            return ask(watch);
        } catch (RuntimeException e) {
            return new Answer(false, "the probe failed: " + e, "");
        }
    }

    private Answer ask(Watch watch) {
        Probe probe = watch.probe;
        return switch (probe.kind()) {
            case HTTP -> own(watch, LoopbackProbe.http(watch.port, probe.path(), probe.timeout()));
            case TCP -> own(watch, LoopbackProbe.tcp(watch.port, probe.timeout()));
            case EXEC -> exec(watch);
            case ALIVE ->
                witness.runningFor(watch.id, probe.timeout().toMillis())
                        ? new Answer(true, "runs", "")
                        : new Answer(false, "has not run for " + probe.timeout().toMillis() + "ms yet", "");
        };
    }

    /**
     * The first good answer counts only if it came from the instance itself: another program on its port, or another
     * server's instance, must not pass for it. Once it listens, nobody else can.
     */
    private Answer own(Watch watch, Answer answer) {
        if (!answer.healthy() || watch.owned) {
            return answer;
        }
        Optional<String> stranger = witness.stranger(watch.id, watch.port.number());
        if (stranger.isPresent()) {
            return new Answer(false, "port " + watch.port.number() + " is taken by " + stranger.get(), "");
        }
        watch.owned = true;
        return answer;
    }

    private Answer exec(Watch watch) {
        String what = "exec " + watch.probe.exec().get(0);
        try {
            int status = witness.exec(watch.id, watch.probe.exec(), watch.probe.timeout());
            return new Answer(status == 0, what + ": exit " + status, "");
        } catch (IOException e) {
            return new Answer(false, what + ": " + e.getMessage(), "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(false, what + ": interrupted", "");
        }
    }

    private static final class Watch {
        final InstanceId id;
        final Probe probe;
        final Port port;
        final Duration every;
        volatile boolean owned;
        volatile Answer last = NO_ANSWER;

        Watch(InstanceId id, Probe probe, Port port, Duration every) {
            this.id = id;
            this.probe = probe;
            this.port = port;
            this.every = every;
        }
    }
}
