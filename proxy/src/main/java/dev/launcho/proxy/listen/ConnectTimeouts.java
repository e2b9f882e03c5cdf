package dev.launcho.proxy.listen;

import java.time.Duration;

/**
 * The time limits of a connection before it is relayed.
 *
 * @param connect for one backend to accept the connection
 * @param connects for all connects to backends together, one after the other
 * @param header for a proxy in front to send its header
 */
public record ConnectTimeouts(Duration connect, Duration connects, Duration header) {
    public static final ConnectTimeouts USUAL =
            new ConnectTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(5));
}
