package dev.launcho.cli.client;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.LongConsumer;

/** The body of a download, as it arrives. The caller closes it. */
public final class ResponseDownload implements Closeable {
    private final Response response;
    private final AdminHttp http;

    ResponseDownload(Response response, AdminHttp http) {
        this.response = response;
        this.http = http;
    }

    /**
     * Copies the bytes as they arrive, until the end.
     *
     * @param progress receives the number of bytes copied so far
     * @throws Failure if the connection breaks
     * @throws IOException if {@code to} can't be written
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

    /** Returns the length in bytes; -1 if the server did not state it. */
    public long length() {
        return response.length();
    }

    @Override
    public void close() throws IOException {
        response.close();
    }
}
