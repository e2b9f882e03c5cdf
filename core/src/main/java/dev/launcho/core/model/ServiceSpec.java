package dev.launcho.core.model;

import java.time.Duration;
import java.util.Locale;

/**
 * A service: an address whose connections are spread over the processes that receive it.
 *
 * @param on {@code host:port}, {@code [v6]:port}; may hold {@code ${NAME}} references until resolved
 * @param hold how long a new connection waits for a backend that is (re)starting; zero = refuse at once
 * @param holdMax how many connections may wait at the same time
 * @param spread how connections are spread over backends
 * @param rules for each connection
 * @param unavailable how clients are treated when no backend has been ready for {@code hold}
 */
public record ServiceSpec(
        String name,
        String on,
        Duration hold,
        int holdMax,
        BalancingRules spread,
        ConnectionRules rules,
        UnavailableAction unavailable) {
    /** Prefix of the environment variables that hold a process's ports. */
    public static final String PORT_VARIABLE = "SERVICE_PORT_";

    public static final Duration HOLD = Duration.ofSeconds(10);
    public static final int HOLD_MAX = 1024;

    /** A service with round robin and without rules. */
    public ServiceSpec(String name, String on, Duration hold, int holdMax) {
        this(name, on, hold, holdMax, BalancingRules.DEFAULT);
    }

    /** A service without rules. */
    public ServiceSpec(String name, String on, Duration hold, int holdMax, BalancingRules spread) {
        this(name, on, hold, holdMax, spread, ConnectionRules.NONE);
    }

    /** A service whose clients are reset while no backend is ready. */
    public ServiceSpec(
            String name, String on, Duration hold, int holdMax, BalancingRules spread, ConnectionRules rules) {
        this(name, on, hold, holdMax, spread, rules, UnavailableAction.RESET);
    }

    /** Returns this service on another address. */
    public ServiceSpec at(String other) {
        return new ServiceSpec(name, other, hold, holdMax, spread, rules, unavailable);
    }

    /** Returns the environment variable that holds a process's port: {@code SERVICE_PORT_MY_WEB} for {@code my-web}. */
    public static String portVariable(String service) {
        return PORT_VARIABLE + service.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
