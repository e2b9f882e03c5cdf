package dev.launcho.bench.compare.peer;

import java.io.IOException;

/** A running peer that accepts connections. Its owner closes it, which ends its processes. */
public interface Running extends AutoCloseable {
    /** Returns its port on 127.0.0.1. */
    int port();

    /** Returns the user and system time of its processes so far; 0 if there are none. */
    double cpuSeconds() throws IOException;

    /** Returns the resident memory of its processes, after a collection of garbage in a Launcho peer. */
    long residentBytes() throws IOException;

    @Override
    void close();
}
