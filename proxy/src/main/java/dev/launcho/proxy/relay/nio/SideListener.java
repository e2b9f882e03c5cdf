package dev.launcho.proxy.relay.nio;

import io.netty.buffer.ByteBuf;

/** What happens to a {@link Side}; on its loop. */
interface SideListener {
    void opened(Side side);

    /** The buffer is the listener's from now on. */
    void read(Side side, ByteBuf bytes);

    void readComplete(Side side);

    /** There is room again for what is written to it. */
    void writable(Side side);

    /** Its FIN was read. */
    void finished(Side side);

    /** Closed, from here or because it broke. */
    void closed(Side side);
}
