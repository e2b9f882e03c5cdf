package dev.launcho.core.mailbox;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A call on its way to the reconciler. One compare-and-set decides: either the reconciler begins the call, or the caller
 * gives it up. Thread-safe.
 */
final class PendingCall<T> {
    private enum State {
        WAITING,
        BEGUN,
        GIVEN_UP
    }

    private final Callable<T> what;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final CompletableFuture<Boolean> begun = new CompletableFuture<>();
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final CompletableFuture<Boolean> answered = new CompletableFuture<>();

    PendingCall(Callable<T> what) {
        this.what = what;
    }

    /** Returns the message for the reconciler. */
    ReconcilerMessage message() {
        return new ReconcilerMessage.Ask(this::make, () -> answered.complete(true));
    }

    private void make() {
        if (!state.compareAndSet(State.WAITING, State.BEGUN)) {
            return;
        }
        begun.complete(true);
        try {
            result.complete(what.call());
        } catch (Exception e) {
            result.completeExceptionally(e);
        }
    }

    /** @return true if the call will never be made; false if the reconciler has begun it */
    boolean giveUp() {
        return state.compareAndSet(State.WAITING, State.GIVEN_UP);
    }

    boolean isGivenUp() {
        return state.get() == State.GIVEN_UP;
    }

    Future<Boolean> begun() {
        return begun;
    }

    /** Returns a future that is done once readers of the snapshot see the result. */
    Future<Boolean> answered() {
        return answered;
    }

    boolean isMade() {
        return result.isDone();
    }

    /**
     * Returns the result; only to be called once the call is made.
     *
     * @throws IOException if the call threw it
     */
    T result() throws IOException {
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
