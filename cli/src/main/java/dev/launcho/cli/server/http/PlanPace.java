package dev.launcho.cli.server.http;

import dev.launcho.cli.server.quota.ClientNetwork;
import dev.launcho.cli.server.quota.RequestPace;
import dev.launcho.core.text.DurationFormat;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A rate limit for plans that read-only tokens ask for, since each plan costs as much as a change. Any thread. */
public final class PlanPace {
    private static final Duration EACH = Duration.ofSeconds(2);
    private static final int AT_ONCE = 20;
    private static final Duration EACH_OF_TOKEN = Duration.ofMillis(500);
    private static final int AT_ONCE_OF_TOKEN = 60;

    private final RequestPace addresses;
    private final RequestPace tokens;

    /** @param ticker nanoseconds, as {@link System#nanoTime} */
    public PlanPace(LongSupplier ticker) {
        addresses = new RequestPace(AT_ONCE, EACH, ticker);
        tokens = new RequestPace(AT_ONCE_OF_TOKEN, EACH_OF_TOKEN, ticker);
    }

    /** Counts a plan. @throws HttpError if it is too early for another plan */
    void check(RequestAuthenticator.Admission admission, InetAddress from) throws HttpError {
        if (admission.access() != RequestAuthenticator.Access.READ) {
            return;
        }
        Optional<Duration> ofAddress = addresses.take(ClientNetwork.of(from));
        if (ofAddress.isPresent()) {
            throw tooMany("one address with a read-only token", EACH, ofAddress.get());
        }
        Optional<Duration> ofToken = tokens.take(admission.token());
        if (ofToken.isPresent()) {
            throw tooMany("a read-only token", EACH_OF_TOKEN, ofToken.get());
        }
    }

    private static HttpError tooMany(String who, Duration each, Duration wait) {
        return new HttpError(
                429,
                "too_many",
                who + " gets a plan every " + DurationFormat.format(each) + "; try again in "
                        + Math.max(1, wait.toSeconds() + 1) + " s, or use an admin token");
    }
}
