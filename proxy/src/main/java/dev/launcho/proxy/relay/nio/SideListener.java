package dev.launcho.proxy.relay.nio;

import io.netty.buffer.ByteBuf;

/** A listener to the events of a {@link RelaySocket}; called on its loop. */
interface SideListener {
    void opened(RelaySocket side);

    /** Bytes were read. The listener owns the buffer from now on. */
    void read(RelaySocket side, ByteBuf bytes);

    void readComplete(RelaySocket side);

    /** The side has room again for writes. */
    void writable(RelaySocket side);

    /** The side's FIN was read, or its reset ({@link RelayChannel#isReset}). */
    void finished(RelaySocket side);

    /** A write has failed: the peer is gone. The bytes that it sent before can still be read. */
    void refused(RelaySocket side);

    /** The channel was closed from here. */
    void closed(RelaySocket side);
}
