package dev.launcho.cli.server.quota;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A rate limit for each source of requests: a burst, then one request in each interval. It remembers the last
 * {@value #SOURCES} sources. Any thread.
 */
public final class RequestPace {
    private static final int SOURCES = 1024;

    private final long tolerance;
    private final long interval;
    private final LongSupplier ticker;
    /** By source, when the next request would come if its source kept to the interval exactly, by the ticker. */
    private final Map<String, Long> due = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param atOnce the size of the burst, at least 1
     * @param interval between the requests that follow
     * @param ticker nanoseconds, as {@link System#nanoTime}
     */
    public RequestPace(int atOnce, Duration interval, LongSupplier ticker) {
        this.interval = interval.toNanos();
        this.tolerance = this.interval * (atOnce - 1);
        this.ticker = ticker;
    }

    /** Counts a request, unless it has to wait. @return how long it has to wait; empty if it was counted */
    public synchronized Optional<Duration> take(String source) {
        long now = ticker.getAsLong();
        long at = due.getOrDefault(source, now);
        long begin = at - now < 0 ? now : at;
        long early = begin - now - tolerance;
        if (early > 0) {
            return Optional.of(Duration.ofNanos(early));
        }
        due.put(source, begin + interval);
        if (due.size() > SOURCES) {
            due.remove(due.keySet().iterator().next());
        }
        return Optional.empty();
    }
}
