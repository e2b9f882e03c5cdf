package dev.launcho.cli.server.notify;

import java.time.Duration;
import java.util.Optional;

/** The times between attempts to deliver a message: 1 s, doubling up to five minutes, for an hour. */
record DeliveryBackoff(Duration first, Duration most, Duration lifetime) {
    static final DeliveryBackoff USUAL =
            new DeliveryBackoff(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofHours(1));

    private static final int MOST_DOUBLINGS = 20;

    /**
     * @param failures in a row, from 1
     * @param asked how long the receiver asks to be left alone; at most {@link #most} counts
     */
    Duration after(int failures, Optional<Duration> asked) {
        Duration wait = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        Duration longer = asked.filter(a -> a.compareTo(wait) > 0).orElse(wait);
        return longer.compareTo(most) < 0 ? longer : most;
    }
}
