package dev.launcho.core.reconcile;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Has the reconciler's thread do something, and waits for what came of it. Any thread but the reconciler's. */
final class Questions {
    private static final long ANSWER_SECONDS = 30;

    private final Mailbox mailbox;

    Questions(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    /**
     * Answered once readers of the snapshot see what came of it.
     *
     * @throws IOException what {@code what} threw, or that there was no answer in time
     */
    <T> T ask(Callable<T> what) throws IOException {
        CompletableFuture<T> result = new CompletableFuture<>();
        CompletableFuture<T> answer = new CompletableFuture<>();
        Runnable call = () -> {
            try {
                result.complete(what.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        };
        mailbox.send(new Message.Ask(
                call,
                () -> result.whenComplete((value, failure) -> {
                    if (failure == null) {
                        answer.complete(value);
                    } else {
                        answer.completeExceptionally(failure);
                    }
                })));
        try {
            return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("the server did not get to it in " + ANSWER_SECONDS + " s, is its disk stuck?");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted");
        }
    }
}
