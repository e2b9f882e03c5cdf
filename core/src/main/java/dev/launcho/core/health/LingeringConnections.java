package dev.launcho.core.health;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Connections that are drained before they are closed, since their answer is known or not wanted any more. The rest of
 * the answer is read and dropped, so that the application sees no reset and no broken pipe while it writes. Each
 * connection gets 1 MiB and one second, then it is closed. At most {@value #MOST} are drained at a time; others are
 * closed at once. Belongs to the prober's thread.
 */
final class LingeringConnections {
    private static final int MOST = 256;
    private static final int BYTES = 1 << 20;
    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Oldest first. */
    private final Deque<Farewell> waiting = new ArrayDeque<>();

    private final Selector selector;
    private final ByteBuffer some;

    /** @param some buffer to read into */
    LingeringConnections(Selector selector, ByteBuffer some) {
        this.selector = selector;
        this.some = some;
    }

    /** One connection that is being drained. */
    final class Farewell {
        private final SocketChannel channel;
        private final long until;
        private int left = BYTES;

        private Farewell(SocketChannel channel, long until) {
            this.channel = channel;
            this.until = until;
        }

        /** Reads what has come, maybe the end. */
        void advance() {
            if (drained()) {
                waiting.remove(this);
                close(channel);
            }
        }

        private boolean drained() {
            try {
                some.clear();
                int count = channel.read(some);
                left -= Math.max(0, count);
                return count < 0 || left <= 0;
            } catch (IOException gone) {
                return true;
            }
        }
    }

    /** Takes a connection, which need not be registered with the selector, and closes it at the end. */
    void add(SocketChannel channel, long now) {
        Farewell farewell = new Farewell(channel, now + NANOS);
        if (waiting.size() == MOST || farewell.drained() || !registered(channel, farewell)) {
            close(channel);
        } else {
            waiting.addLast(farewell);
        }
    }

    private boolean registered(SocketChannel channel, Farewell farewell) {
        try {
            channel.register(selector, SelectionKey.OP_READ, farewell);
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    /** Returns for how many nanoseconds nothing has to be done unless an event comes; {@code otherwise} at most. */
    long idle(long now, long otherwise) {
        @Nullable Farewell oldest = waiting.peekFirst();
        return oldest == null ? otherwise : Math.min(otherwise, oldest.until - now);
    }

    /** Closes the connections that have taken too long. */
    void expire(long now) {
        for (Farewell f = waiting.peekFirst(); f != null && f.until - now <= 0; f = waiting.peekFirst()) {
            waiting.removeFirst();
            close(f.channel);
        }
    }

    void close() {
        waiting.forEach(f -> close(f.channel));
        waiting.clear();
    }

    static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException gone) {
            // There is nothing left to be closed.
            return;
        }
    }
}
