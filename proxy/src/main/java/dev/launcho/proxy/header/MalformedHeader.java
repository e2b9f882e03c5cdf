package dev.launcho.proxy.header;

import java.io.IOException;

/** Thrown when the received bytes are no PROXY protocol header. The message gives the reason in a few words. */
public final class MalformedHeader extends IOException {
    private static final long serialVersionUID = 1;

    MalformedHeader(String message) {
        // A stranger can cause one with each connection, so it carries no stack trace, which would be costly.
        super(message);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
