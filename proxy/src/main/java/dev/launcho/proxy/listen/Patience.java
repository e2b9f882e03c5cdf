package dev.launcho.proxy.listen;

import java.time.Duration;

/**
 * How long is waited for what others have to do.
 *
 * @param connect for a backend to accept a connection
 * @param connects for any of them to do so, one after the other
 * @param header for a proxy in front to say whose connection it is
 */
public record Patience(Duration connect, Duration connects, Duration header) {
    public static final Patience USUAL =
            new Patience(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(5));
}
