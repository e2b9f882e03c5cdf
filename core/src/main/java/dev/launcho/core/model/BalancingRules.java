package dev.launcho.core.model;

import java.time.Duration;

/**
 * The balancing of a service's connections over its backends.
 *
 * @param slowStart time in which a backend that comes into rotation reaches its full share; zero = at once
 */
public record BalancingRules(BalanceAlgorithm balance, Duration slowStart) {
    public static final BalancingRules DEFAULT = new BalancingRules(BalanceAlgorithm.ROUND_ROBIN, Duration.ZERO);
}
