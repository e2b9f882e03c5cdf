package dev.launcho.cli.server.auth;

import dev.launcho.cli.server.quota.ClientNetwork;
import dev.launcho.cli.server.quota.RequestPace;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A rate limit for the records of logins, so that a token that logs in all the time does not push other events out: one a
 * minute for each token and network, and for each token {@value #AT_ONCE_OF_TOKEN} at once, then one a minute. Any thread.
 */
public final class LoginPace {
    private static final Duration EACH = Duration.ofMinutes(1);
    private static final int AT_ONCE_OF_TOKEN = 60;

    private final RequestPace networks;
    private final RequestPace tokens;

    /** @param ticker nanoseconds, as {@link System#nanoTime} */
    public LoginPace(LongSupplier ticker) {
        networks = new RequestPace(1, EACH, ticker);
        tokens = new RequestPace(AT_ONCE_OF_TOKEN, EACH, ticker);
    }

    /** Counts a login with the token of this name. @return whether to record it */
    public boolean records(String token, InetAddress from) {
        return networks.take(token + "@" + ClientNetwork.of(from)).isEmpty()
                && tokens.take(token).isEmpty();
    }
}
