package dev.launcho.bench.compare.wire;

/**
 * What a load's clients do.
 *
 * @param order what each asks for
 * @param connections how many there are at a time
 * @param then what each does when it has its reply
 */
public record Shape(Order order, int connections, Then then) {
    /** After the reply. */
    public enum Then {
        ASK_AGAIN,
        /** On a new connection. */
        CONNECT_AGAIN,
        /** Stays connected, and silent. */
        STAY,
        /** It never gets that far, as it takes nothing. */
        NEVER_READ
    }

    boolean reconnects() {
        return then == Then.CONNECT_AGAIN;
    }
}
