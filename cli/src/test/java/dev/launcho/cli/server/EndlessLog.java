package dev.launcho.cli.server;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/** A followed log: gives what is appended, and waits for more until it is closed. Any thread. */
public final class EndlessLog extends InputStream {
    private final Deque<byte[]> parts = new ArrayDeque<>();
    private boolean closed;

    public synchronized void append(byte[] part) {
        parts.add(part);
        notifyAll();
    }

    public synchronized boolean closed() {
        return closed;
    }

    @Override
    public int read() {
        throw new UnsupportedOperationException("read in pieces");
    }

    @Override
    public synchronized int read(byte[] to, int offset, int length) throws IOException {
        while (parts.isEmpty() && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return -1;
            }
        }
        if (parts.isEmpty()) {
            return -1;
        }
        byte[] part = parts.remove();
        System.arraycopy(part, 0, to, offset, part.length);
        return part.length;
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
