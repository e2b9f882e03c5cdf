package dev.launcho.cli.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Takes the chunks (RFC 9112, 7.1) off a body. An end without the last chunk is an {@link EOFException}. */
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
            in.line(); // The end of the chunk before.
        }
        started = true;
        String size = in.line().split(";", 2)[0].strip();
        try {
            left = Long.parseLong(size, 16);
        } catch (NumberFormatException e) {
            throw new IOException("not a chunk size: " + size, e);
        }
        if (left == 0) {
            while (!in.line().isEmpty()) {
                // Trailers; we know none.
            }
            ended = true;
        }
    }
}
