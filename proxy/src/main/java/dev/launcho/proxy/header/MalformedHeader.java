package dev.launcho.proxy.header;

import java.io.IOException;

/** What came is no PROXY protocol header. The message tells why, in some words. */
public final class MalformedHeader extends IOException {
    private static final long serialVersionUID = 1;

    MalformedHeader(String message) {
        // Made for each of a stranger's connections: where it was thrown is not worth its price.
        super(message);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
