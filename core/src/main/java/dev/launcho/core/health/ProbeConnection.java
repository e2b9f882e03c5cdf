package dev.launcho.core.health;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A connection that carries a request and its answer, in plain text or in TLS. Never blocks. Belongs to the prober's thread. */
interface ProbeConnection {
    /**
     * Sends the pending bytes as far as it can, and reads.
     *
     * @return the bytes that have come, maybe none for now, valid until the next call; empty = the other side has ended
     * @throws IOException if the connection broke; whatever came before has been returned
     */
    Optional<ByteBuffer> advance() throws IOException;

    /** Returns the operations that the selector has to watch. */
    int interest();

    /** Returns the nanoseconds that this server itself has taken so far; they do not count against the instance. */
    long ownNanos();

    /** Returns whether the hello of TLS has not been answered yet. */
    boolean waitsForHello();
}
