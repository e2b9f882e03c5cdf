package dev.launcho.cli.server.auth;

import dev.launcho.cli.server.quota.RequestPace;
import dev.launcho.core.event.ServerEvent.WrongTokens;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The bound on warnings of wrong tokens from all networks together: {@value #AT_ONCE} at once, then one in three minutes. So
 * nobody can fill the files of events with them. The rest is counted, and reported a minute after it began. While it goes
 * on, each report comes after twice as long as the one before, up to an hour. Guarded by its user's lock.
 */
final class AttemptWarnings {
    static final int AT_ONCE = 20;
    private static final Duration INTERVAL = Duration.ofMinutes(3);
    private static final long FIRST_REPORT = Duration.ofMinutes(1).toNanos();
    private static final long LAST_REPORT = Duration.ofHours(1).toNanos();

    private final RequestPace pace;
    private final Set<String> silent = new HashSet<>();
    private long attempts;
    private long began;
    private long period = FIRST_REPORT;

    AttemptWarnings(LongSupplier ticker) {
        pace = new RequestPace(AT_ONCE, INTERVAL, ticker);
    }

    /** Returns whether to warn of an attempt; if not, it is counted. */
    boolean take(String network, long now) {
        if (pace.take("").isEmpty()) {
            return true;
        }
        if (attempts == 0) {
            period = now - began > 2 * period ? FIRST_REPORT : period;
            began = now;
        }
        attempts++;
        if (silent.size() < WrongTokens.MOST_SOURCES) {
            silent.add(network);
        }
        return false;
    }

    /** Returns the attempts that had no warning, once it is time to report them. */
    Optional<WrongTokens> due(long now) {
        if (attempts == 0 || now - began < period) {
            return Optional.empty();
        }
        WrongTokens report = new WrongTokens(attempts, silent.size());
        attempts = 0;
        silent.clear();
        period = Math.min(LAST_REPORT, 2 * period);
        return Optional.of(report);
    }
}
