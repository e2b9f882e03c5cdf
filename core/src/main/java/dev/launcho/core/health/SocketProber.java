package dev.launcho.core.health;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Probe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Probes over loopback. One thread asks over all sockets at once and never waits for a single one; what has to block (a
 * command, a look at who listens) is done by {@link Askers}.
 *
 * <p>A probe that this server could not attend to in time says nothing about the instance: it is made again, and not told.
 */
final class SocketProber implements Prober {
    /** How much later than its deadline a probe may be looked at for its silence to count. */
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** Until a question is put again for which no thread was free. */
    private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** As shells tell it. */
    private static final int COMMAND_NOT_FOUND = 127;

    private static final long LONGEST_WAIT_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier ticker;
    private final Witness witness;
    private final Listener listener;
    private final Askers askers;
    private final Selector selector;
    private final Thread thread = new Thread(this::run, "prober");
    private final Queue<Runnable> orders = new ConcurrentLinkedQueue<>();
    private final ByteBuffer some = ByteBuffer.allocateDirect(1024);
    private volatile boolean closed;

    // The thread's own.
    private final Map<InstanceId, Watch> watches = new HashMap<>();

    /** @throws UncheckedIOException if the system has no descriptor left for it */
    SocketProber(Witness witness, Listener listener) {
        this(witness, listener, System::nanoTime);
    }

    SocketProber(Witness witness, Listener listener, LongSupplier ticker) {
        this.ticker = ticker;
        this.witness = witness;
        this.listener = listener;
        this.askers = new Askers();
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void watch(InstanceId id, Probe probe, Port port, Duration every) {
        order(() -> {
            drop(id);
            watches.put(id, new Watch(id, probe, port, every, ticker.getAsLong()));
        });
    }

    @Override
    public void forget(InstanceId id) {
        order(() -> drop(id));
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        askers.close();
    }

    private void order(Runnable order) {
        orders.add(order);
        selector.wakeup();
    }

    private void drop(InstanceId id) {
        Watch watch = watches.remove(id);
        if (watch != null) {
            watch.close();
        }
    }

    private void run() {
        try (selector) {
            while (!closed) {
                selector.select(this::ready, waitMillis(ticker.getAsLong()));
                for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
                    order.run();
                }
                attend();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            watches.values().forEach(Watch::close);
        }
    }

    /** At least 1: 0 would mean no limit. */
    private long waitMillis(long now) {
        long wait = LONGEST_WAIT_NANOS;
        for (Watch watch : watches.values()) {
            wait = watch.idle(now, wait);
        }
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(wait + 999_999));
    }

    private void ready(SelectionKey key) {
        Watch watch = (Watch) key.attachment();
        LoopbackProbe attempt = watch.attempt();
        if (attempt != null) {
            attempt.advance(selector).ifPresent(answer -> answered(watch, answer));
        }
    }

    /** After every answer that has come was taken: what is late ends, what is due begins. */
    private void attend() {
        long now = ticker.getAsLong();
        for (Watch watch : watches.values()) {
            LoopbackProbe attempt = watch.attempt();
            if (attempt != null && watch.overdue(now) >= LATE_NANOS) {
                watch.rest(now);
            } else if (attempt != null && watch.overdue(now) >= 0) {
                judged(watch, attempt.late());
            }
            if (watch.isDue(now)) {
                ask(watch, now);
            }
        }
    }

    private void ask(Watch watch, long now) {
        watch.askedAt = now;
        switch (watch.probe.kind()) {
            case HTTP, TCP -> {
                LoopbackProbe attempt = new LoopbackProbe(watch.probe, watch.port, watch, some, now);
                watch.ask(attempt);
                attempt.begin(selector).ifPresent(answer -> answered(watch, answer));
            }
            case EXEC -> elsewhere(watch, () -> exec(watch));
            case ALIVE -> elsewhere(watch, () -> Optional.of(alive(watch)));
        }
    }

    /**
     * The first good answer, and the first after a bad one, counts only if it came from the instance itself: another program on its port, or another
     * server's instance, must not pass for it.
     */
    private void answered(Watch watch, Answer answer) {
        if (answer.healthy() && !watch.owned) {
            elsewhere(watch, () -> Optional.of(own(watch, answer)));
        } else {
            judged(watch, answer);
        }
    }

    private void judged(Watch watch, Answer answer) {
        long now = ticker.getAsLong();
        listener.asked(watch.id, answer.healthy(), answer.text(), TimeUnit.NANOSECONDS.toMicros(now - watch.askedAt));
        watch.again(now);
        watch.owned = answer.healthy();
        if (watch.isNews(answer)) {
            listener.probed(watch.id, answer.healthy(), answer.text(), answer.address());
        }
    }

    /** Where no thread is free, or the question came too late, it is put again; that is not held against the instance. */
    private void elsewhere(Watch watch, Askers.Question question) {
        watch.goAway();
        boolean asked = askers.ask(
                question,
                answer -> order(() -> {
                    if (watches.get(watch.id) == watch) {
                        answer.ifPresentOrElse(a -> judged(watch, a), () -> watch.rest(ticker.getAsLong()));
                    }
                }));
        if (!asked) {
            watch.rest(ticker.getAsLong() + BUSY_NANOS);
        }
    }

    private Answer own(Watch watch, Answer answer) {
        int port = watch.port.number();
        return witness.stranger(watch.id, port)
                .map(who -> new Answer(false, "port " + port + " is taken by " + who, ""))
                .orElse(answer);
    }

    private Answer alive(Watch watch) {
        long millis = watch.probe.timeout().toMillis();
        return witness.runningFor(watch.id, millis)
                ? new Answer(true, "runs", "")
                : new Answer(false, "has not run for " + millis + "ms yet", "");
    }

    private static String words(int status, Probe probe) {
        if (status < 0) {
            return "no answer in " + probe.timeout().toMillis() + "ms";
        }
        return "exit " + status + (status == COMMAND_NOT_FOUND ? " (command not found)" : "");
    }

    private Optional<Answer> exec(Watch watch) {
        String what = "exec " + watch.probe.exec().get(0);
        long latest = ticker.getAsLong() + watch.probe.timeout().toNanos() + LATE_NANOS;
        try {
            int status = witness.exec(watch.id, watch.probe.exec(), watch.probe.timeout());
            boolean late = status != 0 && ticker.getAsLong() - latest > 0;
            return late
                    ? Optional.empty()
                    : Optional.of(new Answer(status == 0, what + ": " + words(status, watch.probe), ""));
        } catch (IOException e) {
            return Optional.of(new Answer(false, what + ": " + e.getMessage(), ""));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(new Answer(false, what + ": interrupted", ""));
        }
    }
}
