package dev.launcho.proxy.route;

/** Who a backend is picked for. */
@FunctionalInterface
public interface Client {
    /** Where nothing is known of it. */
    Client UNKNOWN = () -> 0;

    /** A number that is the same for each connection from the same address; asked for only where it matters. */
    long addressHash();
}
