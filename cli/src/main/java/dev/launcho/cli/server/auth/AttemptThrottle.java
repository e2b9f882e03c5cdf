package dev.launcho.cli.server.auth;

import dev.launcho.cli.server.quota.ClientNetwork;
import dev.launcho.core.event.ServerEvent.WrongTokens;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A delay of failed attempts that grows for each address (for IPv6: each /64), up to {@value #MOST_MILLIS} ms. It forgets an
 * address after a minute without a failure, and remembers at most {@value #ADDRESSES} addresses. Any thread.
 */
public final class AttemptThrottle {
    private static final int ADDRESSES = 1024;
    private static final long FIRST_MILLIS = 100;
    private static final long MOST_MILLIS = 5_000;
    private static final long FORGET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier ticker;
    private final AttemptWarnings warnings;
    private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param last when the last attempt failed, by the ticker
     * @param warned whether there was a warning of a wrong token
     * @param warnedAt when the last warning was, by the ticker
     */
    private record Failures(int count, long last, boolean warned, long warnedAt) {}

    /** @param ticker nanoseconds, as {@link System#nanoTime} */
    public AttemptThrottle(LongSupplier ticker) {
        this.ticker = ticker;
        this.warnings = new AttemptWarnings(ticker);
    }

    /**
     * The reaction to a failed attempt.
     *
     * @param warn whether the attempt had a token, there was no warning of this address in the last minute, and
     *     not too many of others
     * @param delayMillis how long to delay the refusal
     */
    record Failure(boolean warn, long delayMillis) {}

    /** Returns the attempts of which there was no warning, since there were too many, once it is time to report them. */
    synchronized Optional<WrongTokens> unreported() {
        return warnings.due(ticker.getAsLong());
    }

    /** Counts a failed attempt. @param token whether it came with a wrong token */
    synchronized Failure failed(InetAddress from, boolean token) {
        // A local user has all of 127.0.0.0/8, and must not delay what other local users do with a wrong token.
        String key = from.isLoopbackAddress() ? from.getHostAddress() : ClientNetwork.of(from);
        long now = ticker.getAsLong();
        Failures before = failures.get(key);
        boolean forgotten = before == null || now - before.last > FORGET_NANOS;
        int count = forgotten ? 1 : before.count + 1;
        boolean quiet = before == null || !before.warned || now - before.warnedAt > FORGET_NANOS;
        boolean warn = token && quiet && warnings.take(key, now);
        failures.put(key, new Failures(count, now, warn || !quiet, warn || quiet ? now : before.warnedAt));
        if (failures.size() > ADDRESSES) {
            failures.remove(failures.keySet().iterator().next());
        }
        return new Failure(warn, Math.min(MOST_MILLIS, FIRST_MILLIS << Math.min(count - 1, 10)));
    }
}
