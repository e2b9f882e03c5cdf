package dev.launcho.core.mailbox;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls to the reconciler: its thread makes a call while the caller waits for the result. Any thread but the
 * reconciler's.
 *
 * <p>A call that the reconciler has not begun in 30 s is taken back, and will not be made: {@link ServerBusy}. A call
 * that has begun can't be taken back. If a change does not end in 25 s more, its outcome is unknown: {@link
 * UnknownOutcome}. Clients wait for 60 s.
 */
public final class ReconcilerCalls {
    private static final Duration UNTIL_BEGUN = Duration.ofSeconds(30);
    private static final Duration UNTIL_MADE = Duration.ofSeconds(25);

    private final Mailbox mailbox;
    private final Duration untilBegun;
    private final Duration untilMade;

    public ReconcilerCalls(Mailbox mailbox) {
        this(mailbox, UNTIL_BEGUN, UNTIL_MADE);
    }

    /**
     * @param untilBegun how long a call may wait for the reconciler
     * @param untilMade how long it may take from then on
     */
    public ReconcilerCalls(Mailbox mailbox, Duration untilBegun, Duration untilMade) {
        this.mailbox = mailbox;
        this.untilBegun = untilBegun;
        this.untilMade = untilMade;
    }

    /**
     * Makes a call that changes nothing, and returns its result.
     *
     * @throws ServerBusy if there is no answer in time
     * @throws IOException if {@code what} threw it
     */
    public <T> T ask(Callable<T> what) throws IOException {
        PendingCall<T> call = new PendingCall<>(what);
        if (made(call)) {
            return call.result();
        }
        throw new ServerBusy(call.isGivenUp() ? untilBegun : untilBegun.plus(untilMade));
    }

    /**
     * Makes a change. Returns once readers of the snapshot see the result.
     *
     * @throws ServerBusy if the change could not be begun in time: it will not be made
     * @throws UnknownOutcome if the change was begun and did not end in time: it may still be made
     * @throws IOException if {@code what} threw it: the change was not made
     */
    public <T> T change(Callable<T> what) throws IOException {
        PendingCall<T> call = new PendingCall<>(what);
        if (made(call)) {
            return call.result();
        }
        throw call.isGivenUp() ? new ServerBusy(untilBegun) : new UnknownOutcome(untilBegun.plus(untilMade));
    }

    /** Makes a call that is never taken back. Waits for its end, but no longer than for a change. */
    public void tell(Runnable what) {
        PendingCall<Boolean> call = new PendingCall<>(() -> {
            what.run();
            return true;
        });
        mailbox.send(call.message());
        waited(call.answered(), untilBegun.plus(untilMade));
    }

    /** @return false if there is no answer in time; the call is then given up, if it has not begun */
    private boolean made(PendingCall<?> call) {
        mailbox.send(call.message());
        if (!waited(call.begun(), untilBegun) && call.giveUp()) {
            return false;
        }
        waited(call.answered(), untilMade);
        return call.isMade();
    }

    /** @return whether it is done; false at once if this thread is interrupted, and its flag stays set */
    private static boolean waited(Future<?> future, Duration time) {
        try {
            future.get(time.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException failed) {
            return true;
        } catch (TimeoutException late) {
            return false;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
