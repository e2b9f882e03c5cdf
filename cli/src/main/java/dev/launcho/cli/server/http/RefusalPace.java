package dev.launcho.cli.server.http;

import dev.launcho.cli.server.quota.RequestPace;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * A delay of refusals for a read-only token that is refused often. Each refusal ends a connection, so a client that tries
 * again at once costs a TLS handshake each time, which delays the admin's commands. Any thread.
 */
public final class RefusalPace {
    private static final int AT_ONCE = 20;
    private static final Duration EACH = Duration.ofMillis(500);
    private static final Duration SHORTEST = Duration.ofSeconds(2);
    private static final Duration STEP = Duration.ofMillis(250);
    private static final int STEPS = 16;

    private final RequestPace tokens;
    private final AtomicInteger delayed = new AtomicInteger();

    /** @param ticker nanoseconds, as {@link System#nanoTime} */
    public RefusalPace(LongSupplier ticker) {
        tokens = new RequestPace(AT_ONCE, EACH, ticker);
    }

    /**
     * Counts a refusal.
     *
     * @return how long to delay its answer; zero for an admin token. The delays differ, so that clients which were refused
     *     together do not come back together
     */
    Duration delay(RequestAuthenticator.Admission admission) {
        if (admission.access() != RequestAuthenticator.Access.READ
                || tokens.take(admission.token()).isEmpty()) {
            return Duration.ZERO;
        }
        return SHORTEST.plus(STEP.multipliedBy(Math.floorMod(delayed.getAndIncrement(), STEPS)));
    }
}
