package dev.launcho.cli.server.notify;

import dev.launcho.cli.protocol.ReceiverView;
import dev.launcho.core.config.NotifyKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The delivery to one receiver, in order, by a thread of its own. A message is given up when the receiver refuses it, or when it
 * is an hour old. Any thread may call the methods.
 */
final class ReceiverWorker {
    /** The failure in a row that a user should hear of: one may be a restart of the receiver. */
    private static final int FAILURES_TO_SAY = 3;

    private final ReceiverEndpoint endpoint;
    private final HttpDelivery delivery;
    private final DeliveryBackoff backoff;
    private final InstantSource clock;
    private final NotifyLog log;
    private final Runnable changed;
    private final MessageQueue queue = new MessageQueue();
    private final Thread thread;

    // Guarded by this.
    private int failures;
    private boolean said;
    private boolean dropping;
    private String problem = "";
    private Instant failingSince = Instant.EPOCH;
    private long sent;
    private long failed;
    private long dropped;

    /**
     * @param clock for the age of messages
     * @param changed called when messages have left the queue; must not block
     */
    ReceiverWorker(
            ReceiverEndpoint endpoint,
            HttpDelivery delivery,
            DeliveryBackoff backoff,
            InstantSource clock,
            NotifyLog log,
            Runnable changed) {
        this.endpoint = endpoint;
        this.delivery = delivery;
        this.backoff = backoff;
        this.clock = clock;
        this.log = log;
        this.changed = changed;
        this.thread = new Thread(this::run, "notify-" + endpoint.number());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Ends the thread; what has not been delivered stays in the queue. */
    void stop() {
        thread.interrupt();
    }

    void join(Duration longest) throws InterruptedException {
        thread.join(longest.toMillis());
    }

    ReceiverEndpoint endpoint() {
        return endpoint;
    }

    List<NotifyMessage> waiting() {
        return queue.waiting();
    }

    /** Takes a message that this receiver wants. */
    void add(NotifyMessage message) {
        if (queue.add(message)) {
            dropped();
        }
    }

    private void dropped() {
        boolean first;
        synchronized (this) {
            dropped++;
            first = !dropping;
            dropping = true;
        }
        if (first) {
            log.warn(endpoint + ": " + MessageQueue.MOST
                    + " messages wait for it, so that the oldest are dropped; launcho notify ls counts them");
        }
    }

    private void run() {
        try {
            while (true) {
                deliver(queue.await());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // The server ends.
        }
    }

    /** Delivers the oldest message, or gives it up; returns after a failure when it is time for the next attempt. */
    private void deliver(NotifyMessage message) throws InterruptedException {
        if (Duration.between(message.at(), clock.instant()).compareTo(backoff.lifetime()) > 0) {
            gaveUp(message);
            return;
        }
        DeliveryResult result = delivery.send(endpoint, message);
        switch (result.outcome()) {
            case DELIVERED -> delivered(message);
            case REFUSED -> {
                failing(result, true);
                gaveUp(message);
            }
            case RETRY -> {
                int inARow = failing(result, false);
                TimeUnit.NANOSECONDS.sleep(
                        backoff.after(inARow, result.retryAfter()).toNanos());
            }
        }
    }

    private void delivered(NotifyMessage message) {
        boolean again;
        synchronized (this) {
            sent++;
            again = said;
            failures = 0;
            said = false;
            problem = "";
        }
        remove(message);
        if (again) {
            log.inform(endpoint + " takes messages again");
        }
    }

    /** @return failures in a row */
    private int failing(DeliveryResult result, boolean atOnce) {
        boolean say;
        int inARow;
        synchronized (this) {
            failures++;
            inARow = failures;
            problem = result.problem();
            failingSince = failures == 1 ? clock.instant() : failingSince;
            say = !said && (atOnce || failures >= FAILURES_TO_SAY);
            said |= say;
        }
        if (say) {
            log.warn(endpoint + " does not take messages: " + result.problem() + "; launcho notify test shows more");
        }
        return inARow;
    }

    private void gaveUp(NotifyMessage message) {
        synchronized (this) {
            failed++;
        }
        remove(message);
    }

    private void remove(NotifyMessage message) {
        queue.remove(message);
        synchronized (this) {
            dropping &= queue.size() > 0;
        }
        changed.run();
    }

    synchronized ReceiverView view() {
        return new ReceiverView(
                endpoint.number(),
                endpoint.url().shown(),
                endpoint.on().stream().map(NotifyKind::word).toList(),
                endpoint.template().name().toLowerCase(Locale.ROOT),
                endpoint.signs(),
                problem.isEmpty() ? "ok" : "failing",
                problem,
                problem.isEmpty() ? Instant.EPOCH : failingSince,
                queue.size(),
                sent,
                failed,
                dropped);
    }
}
