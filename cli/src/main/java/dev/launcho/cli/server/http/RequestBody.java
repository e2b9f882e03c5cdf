package dev.launcho.cli.server.http;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The bytes that a client sends, for one worker to read. The event loop puts buffers in; it reads the next one from the
 * socket only when the worker has asked for it, so that a slow disk slows the client down and at most one buffer waits.
 *
 * <p>Ownership of a buffer passes with {@link #offer}; closing releases what is left.
 */
final class RequestBody extends InputStream {
    private final Runnable demand;
    private final Duration patience;
    private final Deque<ByteBuf> buffers = new ArrayDeque<>(1);
    private boolean ended;
    private boolean gone;
    private boolean closed;

    /**
     * @param demand asks the event loop for one more message; any thread
     * @param patience how long the client may send nothing
     */
    RequestBody(Runnable demand, Duration patience) {
        this.demand = demand;
        this.patience = patience;
    }

    /** Event loop. */
    synchronized void offer(ByteBuf content) {
        if (closed || !content.isReadable()) {
            content.release();
        } else {
            buffers.add(content);
        }
        notifyAll();
    }

    /** Event loop: the last byte has been offered. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Event loop: there will be no more, and it was not the end. */
    synchronized void gone() {
        gone = true;
        notifyAll();
    }

    synchronized boolean ended() {
        return ended;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public synchronized int read(byte[] to, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!await()) {
            return -1;
        }
        ByteBuf buffer = buffers.getFirst();
        int count = Math.min(length, buffer.readableBytes());
        buffer.readBytes(to, offset, count);
        if (!buffer.isReadable()) {
            buffers.removeFirst().release();
        }
        return count;
    }

    /** True when there is something to read, false at the end. */
    private boolean await() throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (buffers.isEmpty() && !ended) {
            if (gone || closed) {
                throw new ClientGone("the client left before its request was complete");
            }
            demand.run();
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new SocketTimeoutException("the client sent nothing for " + patience.toSeconds() + " s");
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while reading a request");
            }
        }
        return !buffers.isEmpty();
    }

    @Override
    public synchronized void close() {
        closed = true;
        buffers.forEach(ByteBuf::release);
        buffers.clear();
    }
}
