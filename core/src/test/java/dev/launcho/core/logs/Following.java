package dev.launcho.core.logs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads a stream on a thread of its own, and tells what came so far. */
final class Following implements AutoCloseable {
    private final InputStream in;
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private final Thread thread;

    private Following(InputStream in) {
        this.in = in;
        this.thread = new Thread(this::follow, "following");
        thread.setDaemon(true);
        thread.start();
    }

    static Following of(InputStream in) {
        return new Following(in);
    }

    private void follow() {
        try {
            // ByteArrayOutputStream is synchronized itself.
            in.transferTo(read);
        } catch (IOException closed) {
            return;
        }
    }

    String text() {
        return read.toString(StandardCharsets.UTF_8);
    }

    boolean ended() {
        return !thread.isAlive();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
