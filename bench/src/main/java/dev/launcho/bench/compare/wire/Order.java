package dev.launcho.bench.compare.wire;

import java.nio.ByteBuffer;

/**
 * What a client asks of the origin, in a header of {@value #SIZE} bytes before each request.
 *
 * @param requestBytes how many bytes follow the header
 * @param replyBytes how many bytes the origin is to send
 * @param manner when it does so, and what then
 */
public record Order(long requestBytes, long replyBytes, Manner manner) {
    static final int SIZE = 24;
    /** More than any run can move. */
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

    /** One that sends and gets a message, with its header, of so many bytes. */
    public static Order message(int bytes) {
        return new Order(bytes - SIZE, bytes, Manner.ANSWER);
    }

    /** A short request that gets a short reply, as of a small HTTP service. */
    public static Order request() {
        return new Order(100 - SIZE, 200, Manner.ANSWER);
    }

    /** The same, of a client that connects for each. */
    public static Order lastRequest() {
        return new Order(100 - SIZE, 200, Manner.ANSWER_AND_CLOSE);
    }

    /** The origin sends for ever. */
    public static Order download() {
        return new Order(0, ENDLESS, Manner.ANSWER);
    }

    /** Both send for ever. */
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
