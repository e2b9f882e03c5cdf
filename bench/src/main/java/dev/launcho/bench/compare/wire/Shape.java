package dev.launcho.bench.compare.wire;

/**
 * The behaviour of a load's clients.
 *
 * @param order the order that each client sends
 * @param connections the number of connections at a time
 * @param then the action of each client after its reply
 */
public record Shape(Order order, int connections, Then then) {
    /** The action of a client after its reply. */
    public enum Then {
        ASK_AGAIN,
        /** Sends the order again, on a new connection. */
        CONNECT_AGAIN,
        /** Stays connected and sends nothing. */
        STAY,
        /** Never reads, so that it never has its reply. */
        NEVER_READ
    }

    boolean reconnects() {
        return then == Then.CONNECT_AGAIN;
    }
}
