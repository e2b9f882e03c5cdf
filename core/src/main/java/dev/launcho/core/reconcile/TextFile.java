package dev.launcho.core.reconcile;

import java.io.IOException;
import java.util.Optional;

/** A file that holds one text. */
public interface TextFile {
    /** Empty if there is none. */
    Optional<String> read() throws IOException;

    /** On disk when this returns. */
    void write(String text) throws IOException;
}
