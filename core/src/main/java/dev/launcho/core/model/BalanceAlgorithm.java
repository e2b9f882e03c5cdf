package dev.launcho.core.model;

/** The algorithm by which a service picks the backend of a new connection. */
public enum BalanceAlgorithm {
    /** Each backend in turn, in proportion to its weight. */
    ROUND_ROBIN,
    /** The backend with the fewest connections for its weight. */
    LEAST_CONNECTIONS,
    /** Always the same backend for a client's address, as long as that backend is there. */
    SOURCE
}
