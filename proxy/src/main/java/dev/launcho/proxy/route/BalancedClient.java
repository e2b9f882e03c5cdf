package dev.launcho.proxy.route;

/** The client for which a backend is picked. */
@FunctionalInterface
public interface BalancedClient {
    /** A client of which nothing is known. */
    BalancedClient UNKNOWN = () -> 0;

    /** Returns a number that is equal for all connections from one address; called only if the rule of selection needs it. */
    long addressHash();
}
