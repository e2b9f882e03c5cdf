package dev.launcho.cli.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A reader of lines of bounded length, in UTF-8, from a stream that also has other bytes. One thread. */
final class LineReader {
    private final InputStream in;
    private final int longest;

    /** @param longest in bytes */
    LineReader(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /** Blocks until a line has come, and returns it without its line end. An end of the stream is an {@link EOFException}. */
    String next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the server ended the stream early");
            }
            if (line.size() == longest) {
                throw new IOException("the server sent a line of more than " + longest + " bytes");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
