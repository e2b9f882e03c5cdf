package dev.launcho.bench.compare.peer;

import java.io.IOException;

/** A peer that accepts connections. Its owner closes it, which ends its processes. */
public interface Running extends AutoCloseable {
    /** Of 127.0.0.1. */
    int port();

    /** What its processes have used so far, user and system; 0 if there are none. */
    double cpuSeconds() throws IOException;

    /** What of its processes is in memory. Garbage is collected before, if it has any. */
    long residentBytes() throws IOException;

    @Override
    void close();
}
