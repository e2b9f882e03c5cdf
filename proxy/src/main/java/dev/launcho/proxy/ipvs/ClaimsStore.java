package dev.launcho.proxy.ipvs;

import java.io.IOException;

/** Where {@link Claims} are kept from one server to the next. One thread. */
public interface ClaimsStore {
    /** Empty if there is none. */
    String read() throws IOException;

    /** Durable when it returns. */
    void write(String text) throws IOException;
}
