package dev.launcho.core.health;

import java.io.IOException;

/**
 * A write to a connection that is still up failed, so it is this machine that lacks something: ENOBUFS or ENOMEM. Java has
 * no exception of its own for that. A connection that the other side has ended or reset has an end to be read.
 */
final class UnsentBytes extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param cause why the write failed */
    UnsentBytes(IOException cause) {
        super(cause);
    }
}
