package dev.launcho.core.process;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The time that an instance has between its stop signal and SIGKILL. Whoever asks for both counts from the first request, but the
 * signal may be sent late, as on a slow disk. So SIGKILL is due as long after the signal as the requests are apart. Thread-safe; times
 * are nanoseconds of one clock that only goes forward.
 */
final class StopGrace {
    private final CompletableFuture<Long> sent = new CompletableFuture<>();
    private Optional<Long> askedAt = Optional.empty();
    private Optional<CompletableFuture<Long>> due = Optional.empty();

    /** Notes a request for the stop signal. Only the first counts. */
    synchronized void asked(long now) {
        askedAt = askedAt.or(() -> Optional.of(now));
    }

    /** Notes that the stop signal was sent. Only the first counts. */
    void sent(long now) {
        sent.complete(now);
    }

    /**
     * Asks for SIGKILL. It is due at once if no stop signal was asked for.
     *
     * @return the time at which it is due, known once the stop signal was sent; empty if an earlier request waits for that time
     */
    synchronized Optional<CompletableFuture<Long>> kill(long now) {
        if (askedAt.isEmpty()) {
            return Optional.of(CompletableFuture.completedFuture(now));
        }
        if (due.isPresent()) {
            return due.filter(at -> at.isDone() && now - at.join() >= 0);
        }
        long length = now - askedAt.get();
        due = Optional.of(sent.thenApply(at -> at + length));
        return due;
    }
}
