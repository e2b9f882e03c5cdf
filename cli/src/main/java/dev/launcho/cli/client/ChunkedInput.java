package dev.launcho.cli.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The content of a chunked body (RFC 9112, 7.1). An end before the last chunk is an {@link EOFException}. */
final class ChunkedInput extends InputStream {
    private final HeadReader in;
    private long left;
    private boolean started;
    private boolean ended;

    ChunkedInput(HeadReader in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int count = in.stream().read(to, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("the connection broke in the middle of an answer");
        }
        left -= count;
        return count;
    }

    private void nextChunk() throws IOException {
        if (started) {
            in.line(); // The line end of the chunk before.
        }
        started = true;
        String size = in.line().split(";", 2)[0].strip();
        if (!size.matches("[0-9A-Fa-f]{1,15}")) {
            throw new IOException("not a chunk size: " + size);
        }
        left = Long.parseLong(size, 16);
        if (left == 0) {
            in.fields(); // Trailers are ignored.
            ended = true;
        }
    }
}
