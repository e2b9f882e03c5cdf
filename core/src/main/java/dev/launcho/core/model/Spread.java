package dev.launcho.core.model;

import java.time.Duration;

/**
 * How a service spreads its connections over backends.
 *
 * @param slowStart in what time a backend that comes into rotation gets its full share; zero = it has that at once
 */
public record Spread(Balance balance, Duration slowStart) {
    public static final Spread DEFAULT = new Spread(Balance.ROUND_ROBIN, Duration.ZERO);
}
