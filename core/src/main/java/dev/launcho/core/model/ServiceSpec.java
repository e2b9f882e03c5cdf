package dev.launcho.core.model;

import java.time.Duration;
import java.util.Locale;

/**
 * An address on which connections are taken and spread over the processes that receive this service.
 *
 * @param on {@code host:port}, {@code [v6]:port}; may hold {@code ${NAME}} references until resolved
 * @param hold how long a new connection waits for a backend that is (re)starting; zero = refuse at once
 * @param holdMax how many connections may wait at the same time
 * @param spread how connections are spread over backends
 * @param rules what holds for each connection
 */
public record ServiceSpec(String name, String on, Duration hold, int holdMax, Spread spread, ConnectionRules rules) {
    /** How the names of the variables begin that tell a process its ports. */
    public static final String PORT_VARIABLE = "SERVICE_PORT_";

    public static final Duration HOLD = Duration.ofSeconds(10);
    public static final int HOLD_MAX = 1024;

    /** Round robin, without rules. */
    public ServiceSpec(String name, String on, Duration hold, int holdMax) {
        this(name, on, hold, holdMax, Spread.DEFAULT);
    }

    /** Without rules. */
    public ServiceSpec(String name, String on, Duration hold, int holdMax, Spread spread) {
        this(name, on, hold, holdMax, spread, ConnectionRules.NONE);
    }

    /** The same on another address. */
    public ServiceSpec at(String other) {
        return new ServiceSpec(name, other, hold, holdMax, spread, rules);
    }

    /** The variable that tells a process its port: {@code SERVICE_PORT_MY_WEB} for {@code my-web}. */
    public static String portVariable(String service) {
        return PORT_VARIABLE + service.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
