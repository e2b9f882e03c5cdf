package dev.launcho.cli.server.http;

import java.io.IOException;

/** Signals that a request's body is not framed correctly (RFC 9112, 6 and 7), so that its end is unknown. */
final class MalformedBody extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedBody() {
        super("the body of the request is not framed as HTTP demands (a chunk's size, its end, or a trailer is wrong);"
                + " nothing of it was taken");
    }
}
