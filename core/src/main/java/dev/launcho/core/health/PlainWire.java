package dev.launcho.core.health;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection in plain text. */
final class PlainWire implements ProbeConnection {
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
            throw unsent;
        }
        return count < 0 ? Optional.empty() : Optional.of(some);
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
