package dev.launcho.core.mailbox;

import java.io.IOException;
import java.time.Duration;

/** A change that was begun and did not end in time: it may still be made, or may fail. */
public final class UnknownOutcome extends IOException {
    private static final long serialVersionUID = 1L;

    public UnknownOutcome(Duration waited) {
        super("the server started the request and did not finish it in " + waited.toSeconds()
                + " s, is its disk stuck?");
    }
}
