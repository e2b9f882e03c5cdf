package dev.launcho.proxy.relay.epoll;

import java.time.Duration;

/**
 * When a relayed connection is given up, and both sides are reset. Zero is never. They are looked at every quarter of the
 * shorter one, so they may take that much longer.
 *
 * @param idle nothing moved in either direction
 * @param noProgress bytes wait for a side that takes none. It is also handed to the kernel as {@code TCP_USER_TIMEOUT},
 *     which gives up a side that has vanished as soon
 */
public record Timeouts(Duration idle, Duration noProgress) {
    /**
     * Who is idle or slow may be so for ever, as without a proxy. A side that has vanished is found by keepalive, or by
     * the kernel when it acknowledges nothing.
     */
    public static final Timeouts NEVER = new Timeouts(Duration.ZERO, Duration.ZERO);

    /** How often the connections are looked at when no timeout asks for more. */
    static final Duration LOOK = Duration.ofSeconds(10);

    private static final Duration SHORTEST_LOOK = Duration.ofMillis(10);

    Duration look() {
        Duration look = LOOK;
        for (Duration timeout : new Duration[] {idle, noProgress}) {
            Duration quarter = timeout.dividedBy(4);
            if (!timeout.isZero() && quarter.compareTo(look) < 0) {
                look = quarter;
            }
        }
        return look.compareTo(SHORTEST_LOOK) < 0 ? SHORTEST_LOOK : look;
    }

    /** In looks, rounded up; 0 is never. */
    int idleLooks() {
        return looks(idle);
    }

    /** In looks, rounded up; 0 is never. */
    int noProgressLooks() {
        return looks(noProgress);
    }

    private int looks(Duration timeout) {
        long look = look().toNanos();
        return (int) Math.min(Integer.MAX_VALUE, (timeout.toNanos() + look - 1) / look);
    }
}
