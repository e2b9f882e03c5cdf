package dev.launcho.proxy.ipvs;

import java.io.IOException;

/** The storage in which {@link OwnedEntries} outlive a server. One thread. */
public interface ClaimsStore {
    /** Returns the stored text; empty if there is none. */
    String read() throws IOException;

    /** Stores a text; it is durable when this returns. */
    void write(String text) throws IOException;
}
