package dev.launcho.bench.compare.peer;

import java.io.IOException;

/** Thrown when a peer is not installed or does not start; the message has the reason. */
public final class PeerUnavailable extends IOException {
    private static final long serialVersionUID = 1L;

    PeerUnavailable(String message) {
        super(message);
    }
}
