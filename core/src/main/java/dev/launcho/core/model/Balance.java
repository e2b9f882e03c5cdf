package dev.launcho.core.model;

/** Which of its backends a service gives a new connection to. */
public enum Balance {
    /** Each in turn, as often as its weight says. */
    ROUND_ROBIN,
    /** The one that has the fewest connections for its weight. */
    LEAST_CONNECTIONS,
    /** Always the same one for a client's address, as long as that is there. */
    SOURCE
}
