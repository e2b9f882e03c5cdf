package dev.launcho.core.health;

import dev.launcho.core.failure.CommandFault;
import dev.launcho.core.failure.Exit;
import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.failure.ProbeFinding;
import dev.launcho.core.failure.ServerShortage;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.KnownListener;
import dev.launcho.core.model.Probe;
import dev.launcho.core.model.ProbeQuestion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Probes over loopback. One thread asks over all sockets at once and never waits for a single one. {@link BlockingProbes} do
 * what has to block (a command, a look at who listens).
 *
 * <p>A probe that this server could not attend to in time says nothing about the instance: it is repeated, and not
 * reported.
 */
final class SocketProber implements Prober {
    /** The silence of a probe counts only if it is noticed at most this long after its deadline. */
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** Pause before a question is asked again for which no thread was free. */
    private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Commands of checks that run at the same time. */
    private static final int COMMANDS = 64;

    /** Searches for a listener at the same time. */
    private static final int SEARCHES = 32;

    private static final long LONGEST_WAIT_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier ticker;
    private final Witness witness;
    private final Listener listener;
    private final BlockingProbes commands;

    /** Threads of their own: commands that hang must not keep other instances from being found ready. */
    private final BlockingProbes searches;

    /** One more: nor must searches keep this server from seeing who listens. */
    private final BlockingProbes looks;

    private final Selector selector;
    private final Thread thread = new Thread(this::run, "prober");
    private final Queue<Runnable> orders = new ConcurrentLinkedQueue<>();
    private final ProbeTools tools;
    private final ProbeLag lag = new ProbeLag();
    private volatile boolean closed;

    // Used by the prober's thread only.
    private final Map<InstanceId, ProbeSchedule> watches = new HashMap<>();

    /** @throws UncheckedIOException if the system has no descriptor left for it */
    SocketProber(Witness witness, Listener listener) {
        this(witness, listener, System::nanoTime);
    }

    SocketProber(Witness witness, Listener listener, LongSupplier ticker) {
        this.ticker = ticker;
        this.witness = witness;
        this.listener = listener;
        this.commands = new BlockingProbes(COMMANDS);
        this.searches = new BlockingProbes(SEARCHES);
        this.looks = new BlockingProbes(1);
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lag.begin(ticker.getAsLong());
        tools = new ProbeTools(selector, ticker, this::order, this::resume);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void watch(InstanceId id, Probe probe, Port port, Duration every) {
        order(() -> {
            drop(id);
            watches.put(id, new ProbeSchedule(id, probe, port, every, ticker.getAsLong()));
        });
    }

    @Override
    public void forget(InstanceId id) {
        order(() -> drop(id));
    }

    @Override
    public Duration lag() {
        return Duration.ofNanos(lag.longest(ticker.getAsLong()));
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        commands.close();
        searches.close();
        looks.close();
    }

    private void order(Runnable order) {
        orders.add(order);
        selector.wakeup();
    }

    private void drop(InstanceId id) {
        ProbeSchedule watch = watches.remove(id);
        if (watch != null) {
            watch.close(ticker.getAsLong());
        }
    }

    private void run() {
        try (selector) {
            try {
                while (!closed) {
                    selector.select(this::ready, waitMillis(ticker.getAsLong()));
                    for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
                        order.run();
                    }
                    attend();
                }
            } finally {
                watches.values().forEach(watch -> watch.close(ticker.getAsLong()));
                tools.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns at least 1: 0 would mean no limit. */
    private long waitMillis(long now) {
        long wait = tools.farewells.idle(now, LONGEST_WAIT_NANOS);
        for (ProbeSchedule watch : watches.values()) {
            wait = watch.idle(now, wait);
        }
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(wait + 999_999));
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof LingeringConnections.Farewell farewell) {
            farewell.advance();
        } else {
            resume(key.attachment());
        }
    }

    private void resume(Object attachment) {
        ProbeSchedule watch = (ProbeSchedule) attachment;
        LoopbackProbe attempt = watch.attempt();
        if (attempt != null) {
            went(watch, attempt, attempt.advance());
        }
    }

    /** Ends what is late and begins what is due, after every answer that has come was taken. */
    private void attend() {
        long now = ticker.getAsLong();
        tools.farewells.expire(now);
        List<ProbeSchedule> unseen = new ArrayList<>();
        for (ProbeSchedule watch : watches.values()) {
            LoopbackProbe attempt = watch.attempt();
            if (attempt != null && watch.overdue(now) >= LATE_NANOS) {
                lag.saw(watch.overdue(now), now);
                watch.rest(now, now);
            } else if (attempt != null && watch.overdue(now) >= 0) {
                answered(watch, attempt.late());
            }
            if (watch.isDue(now)) {
                lag.saw(watch.late(now), now);
                ask(watch, now);
            }
            if (!watch.port.leased().isEmpty() && watch.listeners.isDue(now)) {
                unseen.add(watch);
            }
        }
        if (!unseen.isEmpty()) {
            look(unseen, now);
        }
    }

    private void ask(ProbeSchedule watch, long now) {
        watch.askedAt = now;
        switch (watch.probe.kind()) {
            case HTTP, TCP -> {
                LoopbackProbe attempt = new LoopbackProbe(
                        watch.probe, watch.port, watch, tools, now, address -> mayAsk(watch, address));
                watch.ask(attempt);
                went(watch, attempt, attempt.begin());
            }
            case EXEC -> elsewhere(commands, watch, () -> exec(watch).map(check(watch)::confirm));
            case ALIVE ->
                elsewhere(searches, watch, () -> Optional.of(check(watch).confirm(alive(watch))));
        }
    }

    /**
     * Returns whether a request may be sent before it is looked up who listens. Headers and a query may hold secrets: they go
     * only to whom this very moment shows to be the instance.
     */
    private boolean mayAsk(ProbeSchedule watch, String address) {
        boolean secrets =
                !watch.probe.http().headers().isEmpty() || watch.probe.path().contains("?");
        return !secrets && watch.isOwn(address, ticker.getAsLong());
    }

    private void went(ProbeSchedule watch, LoopbackProbe attempt, Optional<ProbeAnswer> answer) {
        if (answer.isPresent()) {
            answered(watch, answer.get());
        } else if (attempt.isHeld() && !watch.isAskingOwner()) {
            askOwner(watch, attempt);
        }
    }

    /** Looks who listens where a probe is connected, and sends the request if that is the instance. */
    private void askOwner(ProbeSchedule watch, LoopbackProbe attempt) {
        attempt.hold(ticker.getAsLong());
        watch.asksOwner(true);
        boolean asked = searches.ask(
                () -> check(watch).strangerNow(attempt.address()),
                found -> order(() -> {
                    if (watches.get(watch.id) == watch && watch.attempt() == attempt) {
                        watch.asksOwner(false);
                        found.ifPresentOrElse(other -> confirmed(watch, other), () -> release(watch, attempt));
                    }
                }));
        if (!asked) {
            rest(watch, BUSY_NANOS);
        }
    }

    private void release(ProbeSchedule watch, LoopbackProbe attempt) {
        long now = ticker.getAsLong();
        watch.own(attempt.address(), now);
        went(watch, attempt, attempt.release(now));
    }

    private ListenerCheck check(ProbeSchedule watch) {
        return new ListenerCheck(witness, watch.id, watch.port);
    }

    /**
     * Checks whether the instances themselves listen, independently of the probes. One list of the machine's listeners serves
     * nearly all of them.
     */
    private void look(List<ProbeSchedule> due, long now) {
        due.forEach(watch -> watch.listeners.begin(now));
        boolean asked = looks.run(() -> {
            Map<ProbeSchedule, KnownListener> known = new IdentityHashMap<>();
            due.forEach(watch -> known.put(watch, known(watch)));
            order(() -> known.forEach((watch, who) -> looked(watch, who, now)));
        });
        if (!asked) {
            due.forEach(watch -> watch.listeners.retry(now + BUSY_NANOS));
        }
    }

    private KnownListener known(ProbeSchedule watch) {
        try {
            return check(watch).known();
        } catch (RuntimeException unseen) {
            return KnownListener.UNKNOWN; // The search tells what is wrong.
        }
    }

    private void looked(ProbeSchedule watch, KnownListener who, long began) {
        if (watches.get(watch.id) != watch) {
            return;
        }
        if (who == KnownListener.UNKNOWN) {
            search(watch, began);
            return;
        }
        watch.listeners.end();
        if (who == KnownListener.OWN) {
            watch.stillOwn(watch.port.address(), began);
        }
    }

    /** Searches who listens. */
    private void search(ProbeSchedule watch, long now) {
        boolean asked = searches.ask(
                () -> check(watch).stranger(),
                found -> order(() -> {
                    watch.listeners.end();
                    if (watches.get(watch.id) == watch) {
                        found.filter(answer -> answer.result().isStrangerAt(watch.port.address()))
                                .ifPresent(stranger -> taken(watch, stranger, now));
                    }
                }));
        if (!asked) {
            watch.listeners.retry(ticker.getAsLong() + BUSY_NANOS);
        }
    }

    /** Reports a stranger that no probe has met. */
    private void taken(ProbeSchedule watch, ProbeAnswer stranger, long since) {
        long now = ticker.getAsLong();
        watch.own("", now);
        report(watch, stranger, TimeUnit.NANOSECONDS.toMicros(now - since));
    }

    private void report(ProbeSchedule watch, ProbeAnswer answer, long micros) {
        listener.asked(watch.id, answer.healthy(), answer.result(), micros);
        if (watch.isNews(answer)) {
            listener.probed(watch.id, answer.healthy(), answer.result(), answer.address());
        }
    }

    /**
     * An answer counts only if it came from the instance itself: another program on its port, or another server's instance,
     * must not pass for it. That other program gets the traffic, too, so its bad answer counts as a stranger's. If it is
     * unknown who listens, that is looked up first.
     */
    private void answered(ProbeSchedule watch, ProbeAnswer answer) {
        boolean connected = answer.counts() && !answer.address().isEmpty();
        if (connected && !watch.isOwn(answer.address(), ticker.getAsLong())) {
            boolean asked = asksElsewhere(
                    searches, watch, () -> Optional.of(check(watch).confirm(answer)));
            if (!asked && answer.healthy()) {
                rest(watch, BUSY_NANOS);
            } else if (!asked) {
                judged(watch, answer.withoutAddress());
            }
        } else {
            judged(watch, answer);
        }
    }

    private void judged(ProbeSchedule watch, ProbeAnswer answer) {
        long now = ticker.getAsLong();
        long micros = TimeUnit.NANOSECONDS.toMicros(now - watch.askedAt);
        if (!answer.counts()) {
            watch.again(now);
            listener.asked(watch.id, watch.wasHealthy(), answer.result(), micros);
            if (watch.isNews(answer)) {
                listener.unasked(watch.id, answer.result());
            }
            return;
        }
        watch.again(now);
        if (!answer.healthy()) {
            watch.own("", now);
        }
        report(watch, answer, micros);
    }

    /**
     * Asks a question on another thread. If no thread is free, or the answer is too late, it is asked again; that does
     * not count against the instance.
     */
    private void elsewhere(BlockingProbes threads, ProbeSchedule watch, BlockingProbes.Question question) {
        if (!asksElsewhere(threads, watch, question)) {
            rest(watch, BUSY_NANOS);
        }
    }

    /** @return whether a thread was free */
    private boolean asksElsewhere(BlockingProbes threads, ProbeSchedule watch, BlockingProbes.Question question) {
        watch.goAway(ticker.getAsLong());
        return threads.ask(
                question,
                answer -> order(() -> {
                    if (watches.get(watch.id) == watch) {
                        answer.ifPresentOrElse(a -> confirmed(watch, a), () -> rest(watch, 0));
                    }
                }));
    }

    private void confirmed(ProbeSchedule watch, ProbeAnswer answer) {
        watch.own(answer.healthy() ? answer.address() : "", ticker.getAsLong());
        judged(watch, answer);
    }

    private void rest(ProbeSchedule watch, long nanos) {
        long now = ticker.getAsLong();
        watch.rest(now, now + nanos);
    }

    private ProbeAnswer alive(ProbeSchedule watch) {
        long millis = watch.probe.timeout().toMillis();
        boolean enough = witness.runningFor(watch.id, millis);
        return new ProbeAnswer(enough, ProbeQuestion.NONE, new ProbeFinding.Alive(enough, millis));
    }

    private ProbeFinding ended(int status, ProbeSchedule watch) {
        if (status < 0) {
            return new ProbeFinding.Silent(false, watch.probe.timeout().toMillis());
        }
        Exit exit = Exit.of(Exit.Stage.COMMAND, status);
        boolean unable = status == Exit.CANNOT_EXECUTE || status == Exit.COMMAND_NOT_FOUND;
        Optional<CommandFault> fault = unable ? witness.fault(watch.id, watch.probe.exec()) : Optional.empty();
        return new ProbeFinding.Exited(fault.map(exit::faulty).orElse(exit));
    }

    private Optional<ProbeAnswer> exec(ProbeSchedule watch) {
        ProbeQuestion question = ProbeQuestion.exec(watch.probe.exec().get(0));
        long latest = ticker.getAsLong() + watch.probe.timeout().toNanos() + LATE_NANOS;
        try {
            int status = witness.exec(watch.id, watch.probe.exec(), watch.probe.timeout());
            boolean late = status > 0 && ticker.getAsLong() - latest > 0;
            return late ? Optional.empty() : Optional.of(new ProbeAnswer(status == 0, question, ended(status, watch)));
        } catch (ServerShortage lacking) {
            if (lacking.kind() == FailureKind.STOOD_STILL) {
                return Optional.empty();
            }
            throw lacking;
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            return Optional.of(new ProbeAnswer(false, question, new ProbeFinding.Described(message)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(new ProbeAnswer(false, question, new ProbeFinding.Described("interrupted")));
        }
    }
}
