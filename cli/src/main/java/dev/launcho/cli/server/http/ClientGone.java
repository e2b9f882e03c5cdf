package dev.launcho.cli.server.http;

import java.io.IOException;

/**
 * Signals that the client has left. This is common, and is not logged. The worker, whose write fails, may learn of it before
 * the channel is closed.
 */
final class ClientGone extends IOException {
    private static final long serialVersionUID = 1L;

    ClientGone(String message) {
        super(message);
    }
}
