package dev.launcho.cli.client;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.LongConsumer;

/** Bytes on their way from the server. The caller closes. */
public final class Download implements Closeable {
    private final Response response;
    private final Http http;

    Download(Response response, Http http) {
        this.response = response;
        this.http = http;
    }

    /**
     * Copies, as they come, until the end.
     *
     * @param progress is told how many have been copied
     * @throws Failure when the connection breaks
     * @throws IOException when {@code to} can't be written
     */
    public void copyTo(OutputStream to, LongConsumer progress) throws Failure, IOException {
        byte[] buffer = new byte[64 * 1024];
        long copied = 0;
        for (int count = read(buffer); count >= 0; count = read(buffer)) {
            to.write(buffer, 0, count);
            to.flush();
            copied += count;
            progress.accept(copied);
        }
    }

    private int read(byte[] buffer) throws Failure {
        try {
            return response.body().read(buffer);
        } catch (IOException e) {
            throw http.broken(e);
        }
    }

    /** Bytes in all, if the server said so; else -1. */
    public long length() {
        return response.length();
    }

    @Override
    public void close() throws IOException {
        response.close();
    }
}
