package dev.launcho.proxy.relay;

import dev.launcho.core.failure.FailureKind;

/** The owner of a {@link Relay}, which the engine calls on the relay's loop. */
public interface RelayOwner {
    /** The first call: the client's connection is open. */
    void begin();

    void connected();

    void connectFailed(FailureKind cause);

    /**
     * Before the start, the client has reset its connection, or the engine was closed. No call follows. If the client had
     * sent bytes that were not read early, this is not called: a backend gets those bytes first, and then the reset.
     */
    void clientLeft();

    /**
     * Before the start, while the client is watched or read: the client has ended its side. It has sent nothing but the
     * bytes that were read early, and may still receive.
     */
    void clientFinished();

    /** Before the start, while the client is read: the client has sent bytes. For its end see {@link #clientFinished}. */
    void early(byte[] bytes);

    /** Bytes were read from the client and are on their way to the backend. */
    void received(int bytes);

    /** Bytes were read from the backend. */
    void replied(int bytes);

    /** After the start: the backend has ended its side, and the client was sent all of its bytes and the FIN. */
    void backendFinished();

    /** The last call, after the start: both connections are closed. */
    void ended(End end);

    /** How a relayed connection ended. */
    enum End {
        /** Both sides have ended their direction in order. */
        FINISHED,
        /** The client has reset the connection, or this process has cut it. */
        CLIENT_BROKE,
        /** The backend has reset the connection. */
        BACKEND_BROKE
    }
}
