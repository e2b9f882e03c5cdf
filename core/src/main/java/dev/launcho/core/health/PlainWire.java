package dev.launcho.core.health;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection in plain text. */
final class PlainWire implements ProbeConnection {
    /** An instance that sends without end must not hold up other checks. */
    private static final int MOST_READS = 64;

    private final SocketChannel channel;
    private final ByteBuffer request;
    private final ByteBuffer some;
    private @Nullable IOException broken;

    /** @param some buffer to read into */
    PlainWire(SocketChannel channel, ByteBuffer request, ByteBuffer some) {
        this.channel = channel;
        this.request = request;
        this.some = some;
    }

    @Override
    public Optional<ByteBuffer> advance() throws IOException {
        send();
        some.clear();
        int count = channel.read(some);
        some.flip();
        IOException unsent = broken;
        if (count <= 0 && unsent != null) {
            throw count == 0 ? new UnsentBytes(unsent) : unsent;
        }
        return count < 0 ? Optional.empty() : Optional.of(some);
    }

    /**
     * Sends what there is room for, and reads nothing.
     *
     * @throws UnsentBytes if this machine lacks something
     */
    void sendNow() throws IOException {
        send();
        IOException unsent = broken;
        if (unsent == null) {
            return;
        }
        for (int reads = 0; reads < MOST_READS && advance().isPresent(); reads++) {
            // What came before the end, if there is one.
        }
        throw unsent;
    }

    /** Sends the request. A server that refuses it and is gone may have answered before, so what it has sent is read first. */
    private void send() {
        if (broken != null || !request.hasRemaining()) {
            return;
        }
        try {
            channel.write(request);
        } catch (IOException e) {
            broken = e;
        }
    }

    @Override
    public int interest() {
        return request.hasRemaining() ? SelectionKey.OP_WRITE | SelectionKey.OP_READ : SelectionKey.OP_READ;
    }

    @Override
    public long ownNanos() {
        return 0;
    }

    @Override
    public boolean waitsForHello() {
        return false;
    }
}
