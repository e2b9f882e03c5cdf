package dev.launcho.proxy.relay.epoll;

import dev.launcho.proxy.relay.RelayOwner;
import io.netty.util.concurrent.Future;

/**
 * What is known of the end of a relay that broke.
 *
 * @param side which one broke
 * @param deadline when it is over, whatever was delivered
 */
record Breaking(Side side, Sign sign, RelayOwner.End end, Future<?> deadline) {
    /** How it shows that a side has broken. */
    enum Sign {
        /** It was told: there may be bytes to be read, and even a FIN. */
        EVENT,
        /** A read has failed: nothing more can be read. */
        READ,
        /** A write has failed: there may be bytes to be read, but what looks like a FIN behind them is the reset. */
        WRITE
    }
}
