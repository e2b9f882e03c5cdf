package dev.launcho.core.mailbox;

import java.io.IOException;
import java.time.Duration;

/** A call that the reconciler did not answer in time. Nothing was changed by it, nor will be. */
public final class ServerBusy extends IOException {
    private static final long serialVersionUID = 1L;

    public ServerBusy(Duration waited) {
        super("the server did not start the request in " + waited.toSeconds() + " s, is its disk stuck?");
    }
}
