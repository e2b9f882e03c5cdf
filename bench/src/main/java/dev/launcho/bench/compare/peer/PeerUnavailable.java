package dev.launcho.bench.compare.peer;

import java.io.IOException;

/** A peer that isn't installed, or doesn't start; the message says why. */
public final class PeerUnavailable extends IOException {
    private static final long serialVersionUID = 1L;

    PeerUnavailable(String message) {
        super(message);
    }
}
