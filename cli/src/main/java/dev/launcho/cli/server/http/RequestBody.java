package dev.launcho.cli.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The stream of bytes that a client sends, for one worker to read. The event loop offers buffers, and reads the next one from
 * the socket only when the worker asks for it. So a slow disk puts back-pressure on the client, and at most one buffer waits.
 * Only a body that {@link TextBodies} admits is kept whole, in one buffer, before the worker starts.
 *
 * <p>Ownership of a buffer passes with {@link #offer}; closing releases what is left.
 */
final class RequestBody extends InputStream {
    private final Runnable demand;
    private final Duration patience;
    private final Deque<ByteBuf> buffers = new ArrayDeque<>(1);
    /** The bound of a body that is kept whole; 0 for one that is read as it comes. */
    private int most;

    private boolean ended;
    private boolean gone;
    private boolean malformed;
    private boolean closed;
    /** Whether bytes were dropped that the worker has not read, so that it must not see an end. */
    private boolean cut;

    /**
     * @param demand asks the event loop for one more message; any thread
     * @param patience how long the client may send nothing
     */
    RequestBody(Runnable demand, Duration patience) {
        this.demand = demand;
        this.patience = patience;
    }

    /** Takes over a buffer. Event loop. */
    synchronized void offer(ByteBuf content) {
        if (closed || !content.isReadable()) {
            cut |= content.isReadable();
            content.release();
        } else if (most > 0) {
            collect(content);
        } else {
            buffers.add(content);
        }
        notifyAll();
    }

    /** Appends a piece to the one buffer: as a buffer of its own, a single byte would take a hundred. */
    private void collect(ByteBuf content) {
        if (buffers.isEmpty()) {
            buffers.add(Unpooled.buffer(content.readableBytes(), most));
        }
        buffers.getFirst().writeBytes(content);
        content.release();
    }

    /**
     * Keeps the body in one buffer until its end, for a worker that starts only then. Event loop.
     *
     * @param longest in bytes; no more may be offered
     */
    synchronized void keepWhole(int longest) {
        most = longest;
    }

    /** Marks the end of the body. Event loop. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Marks that the client has left, so that no more bytes come. Event loop. */
    synchronized void gone() {
        gone = true;
        notifyAll();
    }

    /** Marks the body as malformed, so that its end is unknown, and drops unread bytes. Event loop. */
    synchronized void malformed() {
        malformed = true;
        drop();
        notifyAll();
    }

    synchronized boolean isMalformed() {
        return malformed;
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

    /** Waits for bytes. Returns true when there are bytes to read, false at the end. */
    private boolean await() throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (buffers.isEmpty() && (!ended || cut)) {
            if (malformed) {
                throw new MalformedBody();
            }
            if (gone || closed || cut) {
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

    /** Drops unread bytes: reading fails from now on if there are any, since what was read is not the whole body. */
    @Override
    public synchronized void close() {
        closed = true;
        drop();
        notifyAll();
    }

    private void drop() {
        cut |= !buffers.isEmpty();
        buffers.forEach(ByteBuf::release);
        buffers.clear();
    }
}
