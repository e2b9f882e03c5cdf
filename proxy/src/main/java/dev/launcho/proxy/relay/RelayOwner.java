package dev.launcho.proxy.relay;

import java.io.IOException;

/** What an engine tells of one {@link Relay}; all of it on the relay's loop. */
public interface RelayOwner {
    /** The client's connection is open. The first call. */
    void begin();

    void connected();

    void connectFailed(IOException cause);

    /** Before the start, the client has reset its connection, or the engine was closed. Nothing follows. */
    void clientLeft();

    /**
     * Before the start, while watched, the client has ended its side and had sent nothing but what was read early. It may
     * still listen.
     */
    void clientFinished();

    /** Before the start, while it is read: what the client has sent. Its end is told to {@link #clientFinished}. */
    void early(byte[] bytes);

    /** Bytes were read from the client. */
    void received(int bytes);

    /** Bytes were read from the backend. */
    void replied(int bytes);

    /** After the start: the backend has ended its side, and the client was given all that came from it, and the end. */
    void backendFinished();

    /** After the start: both connections are closed. The last call. */
    void ended(End end);

    /** How a relayed connection ended. */
    enum End {
        /** Both sides had sent all they had. */
        FINISHED,
        /** The client reset it, or it was cut from here. */
        CLIENT_BROKE,
        /** The backend reset it. */
        BACKEND_BROKE
    }
}
