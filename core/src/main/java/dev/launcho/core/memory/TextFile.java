package dev.launcho.core.memory;

import java.io.IOException;
import java.util.Optional;

/** A file that holds one text. */
public interface TextFile {
    /** Returns the text; empty if there is no file. */
    Optional<String> read() throws IOException;

    /** Replaces the text; it is on disk when this returns. */
    void write(String text) throws IOException;
}
