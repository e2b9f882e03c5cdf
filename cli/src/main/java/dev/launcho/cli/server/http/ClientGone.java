package dev.launcho.cli.server.http;

import java.io.IOException;

/**
 * Nobody waits for the answer any more. An everyday end, which is not told of; the channel may learn of it after the worker
 * did, whose write failed.
 */
final class ClientGone extends IOException {
    private static final long serialVersionUID = 1L;

    ClientGone(String message) {
        super(message);
    }
}
