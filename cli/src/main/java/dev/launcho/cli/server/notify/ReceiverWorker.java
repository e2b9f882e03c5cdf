package dev.launcho.cli.server.notify;

import dev.launcho.cli.protocol.ReceiverView;
import dev.launcho.core.config.NotifyKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The delivery to one receiver, by a thread of its own: in order, until a message has failed so often that others go first. A
 * message is given up when the receiver refuses it, or when it is an hour old and was tried. Any thread may call the methods.
 */
final class ReceiverWorker {
    /** The failure in a row that a user should hear of: one may be a restart of the receiver. */
    private static final int FAILURES_TO_SAY = 3;

    /** The failure of a message after which others are tried first: the fault may be its own. */
    private static final int ATTEMPTS_BEFORE_OTHERS = 5;

    private final ReceiverEndpoint endpoint;
    private final HttpDelivery delivery;
    private final DeliveryBackoff backoff;
    private final InstantSource clock;
    private final LongSupplier ticker;
    private final NotifyLog log;
    private final Runnable changed;
    private final MessageQueue queue = new MessageQueue();
    private final Thread thread;

    // Guarded by this.
    private int failures;
    private boolean said;
    private boolean dropping;
    private boolean losing;
    private String problem = "";
    private Instant failingSince = Instant.EPOCH;
    private long sent;
    private long failed;
    private long dropped;

    /**
     * @param clock for times that users see, and the age of messages of an earlier server
     * @param ticker monotonic, nanoseconds; for the age of messages
     * @param changed called when messages have left the queue; must not block
     */
    ReceiverWorker(
            ReceiverEndpoint endpoint,
            HttpDelivery delivery,
            DeliveryBackoff backoff,
            InstantSource clock,
            LongSupplier ticker,
            NotifyLog log,
            Runnable changed) {
        this.endpoint = endpoint;
        this.delivery = delivery;
        this.backoff = backoff;
        this.clock = clock;
        this.ticker = ticker;
        this.log = log;
        this.changed = changed;
        this.thread = new Thread(this::run, "notify-" + endpoint.number());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Ends the thread after what it is doing; what has not been delivered stays in the queue. Interrupts no write of a log. */
    void stop() {
        queue.close();
    }

    void join(Duration longest) throws InterruptedException {
        thread.join(Math.max(1, longest.toMillis()));
    }

    ReceiverEndpoint endpoint() {
        return endpoint;
    }

    List<NotifyMessage> waiting() {
        return queue.waiting();
    }

    /** Takes a message that this receiver wants. */
    void add(NotifyMessage message) {
        add(message, backoff.lifetime());
    }

    /** Takes a message of an earlier server, whose age only the wall clock knows. */
    void restore(NotifyMessage message) {
        Duration left = backoff.lifetime().minus(Duration.between(message.at(), clock.instant()));
        Duration least = left.isNegative() ? Duration.ZERO : left;
        add(message, least.compareTo(backoff.lifetime()) < 0 ? least : backoff.lifetime());
    }

    private void add(NotifyMessage message, Duration left) {
        if (queue.add(new WaitingMessage(message, ticker.getAsLong() + left.toNanos(), 0))) {
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
            for (Optional<WaitingMessage> next = queue.await(); next.isPresent(); next = queue.await()) {
                deliver(next.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Delivers a message, or gives it up; returns after a failure when it is time for the next attempt. */
    private void deliver(WaitingMessage message) throws InterruptedException {
        if (message.isSpent(ticker.getAsLong())) {
            gaveUp(message, "it was not delivered within " + backoff.lifetime().toMinutes() + " minutes");
            return;
        }
        DeliveryResult result = delivery.send(endpoint, message.message());
        if (result.outcome() == DeliveryResult.Outcome.DELIVERED) {
            delivered(message);
        } else if (!queue.isClosed()) { // Else the attempt was broken off, which says nothing of the receiver.
            failed(message, result);
        }
    }

    private void failed(WaitingMessage message, DeliveryResult result) throws InterruptedException {
        boolean refused = result.outcome() == DeliveryResult.Outcome.REFUSED;
        int inARow = failing(result, refused);
        if (refused) {
            gaveUp(message, result.problem());
            return;
        }
        boolean aside = result.outcome() == DeliveryResult.Outcome.RETRY_APART
                && message.attempts() + 1 >= ATTEMPTS_BEFORE_OTHERS;
        queue.failed(message, aside);
        queue.pause(pause(message, inARow, result));
    }

    /** Returns the time to the next attempt: no more than the message lives, if the receiver asks for no time. */
    private Duration pause(WaitingMessage message, int inARow, DeliveryResult result) {
        Duration wait = backoff.after(inARow, result.retryAfter());
        Duration left = Duration.ofNanos(message.until() - ticker.getAsLong());
        Duration most = left.compareTo(backoff.first()) > 0 ? left : backoff.first();
        return result.retryAfter().isPresent() || wait.compareTo(most) < 0 ? wait : most;
    }

    private void delivered(WaitingMessage message) {
        boolean again;
        synchronized (this) {
            sent++;
            again = said;
            failures = 0;
            said = false;
            losing = false;
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

    private void gaveUp(WaitingMessage message, String why) {
        boolean first;
        synchronized (this) {
            failed++;
            first = !losing;
            losing = true;
        }
        remove(message);
        if (first) {
            log.warn(endpoint + ": a message (" + message.message().kind() + ") is given up, and so may be others: "
                    + why + "; launcho notify ls counts them");
        }
    }

    private void remove(WaitingMessage message) {
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
