package dev.launcho.proxy.relay.epoll;

import dev.launcho.proxy.relay.RelayOwner;

/**
 * The end of a relay whose side broke, while the other side still gets bytes.
 *
 * @param side the side that broke
 * @param delivery the wait until the other side has the bytes that came from the broken side
 */
record ResetInProgress(RelaySocket side, Sign sign, RelayOwner.End end, ResetDelivery delivery) {
    /** The sign by which the relay has noticed that a side is broken. */
    enum Sign {
        /** Epoll has reported it: there may be bytes to read, and even a FIN. */
        EVENT,
        /** A read has failed: nothing more can be read. */
        READ,
        /** A write has failed: there may be bytes to read, but an end of input behind them may be the reset, not a FIN. */
        WRITE
    }
}
