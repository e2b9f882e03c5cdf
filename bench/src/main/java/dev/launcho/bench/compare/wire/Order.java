package dev.launcho.bench.compare.wire;

import java.nio.ByteBuffer;

/**
 * A client's order to the origin: a header of {@value #SIZE} bytes before each request.
 *
 * @param requestBytes the number of bytes that follow the header
 * @param replyBytes the number of bytes that the origin should send
 * @param manner when the origin replies, and what it does then
 */
public record Order(long requestBytes, long replyBytes, Manner manner) {
    static final int SIZE = 24;
    /** A number of bytes that no run can reach. */
    static final long ENDLESS = Long.MAX_VALUE / 2;

    /** How the origin treats a request. */
    public enum Manner {
        /** Reads the request, then replies, and expects the next one. */
        ANSWER,
        /** Replies and closes. */
        ANSWER_AND_CLOSE,
        /** Begins to reply while it reads. */
        BOTH_WAYS
    }

    /** Returns an order for a request and a reply of {@code bytes} each, the request's header included. */
    public static Order message(int bytes) {
        return new Order(bytes - SIZE, bytes, Manner.ANSWER);
    }

    /** Returns an order for a short request and a short reply, as of a small HTTP service. */
    public static Order request() {
        return new Order(100 - SIZE, 200, Manner.ANSWER);
    }

    /** Returns an order as {@link #request}, after which the origin closes the connection. */
    public static Order lastRequest() {
        return new Order(100 - SIZE, 200, Manner.ANSWER_AND_CLOSE);
    }

    /** Returns an order after which the origin sends for ever. */
    public static Order download() {
        return new Order(0, ENDLESS, Manner.ANSWER);
    }

    /** Returns an order after which both sides send for ever. */
    public static Order bothWays() {
        return new Order(ENDLESS, ENDLESS, Manner.BOTH_WAYS);
    }

    void write(ByteBuffer to) {
        to.putLong(requestBytes).putLong(replyBytes).putLong(manner.ordinal());
    }

    static Order read(ByteBuffer from) {
        long requestBytes = from.getLong();
        long replyBytes = from.getLong();
        return new Order(requestBytes, replyBytes, Manner.values()[(int) from.getLong()]);
    }
}
