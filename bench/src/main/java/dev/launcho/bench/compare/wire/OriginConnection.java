package dev.launcho.bench.compare.wire;

import io.netty.channel.epoll.LinuxSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A connection of the origin: reads orders and carries them out, one after the other. */
final class OriginConnection extends Wire {
    private final ByteBuffer header = ByteBuffer.allocate(Order.SIZE);
    private Order.@Nullable Manner manner;
    private long toRead;
    private long toWrite;

    OriginConnection(WireLoop loop, LinuxSocket socket) {
        super(loop, socket);
    }

    @Override
    boolean received(int count) throws IOException {
        ByteBuffer bytes = loop.sink.bytes.position(0).limit(count);
        while (bytes.hasRemaining() && !hasEnded()) {
            if (manner == null) {
                readHeader(bytes);
            } else {
                int body = (int) Math.min(toRead, bytes.remaining());
                bytes.position(bytes.position() + body);
                toRead -= body;
                if (body == 0) {
                    throw new IOException("a request came before its forerunner was answered");
                }
            }
            if (manner != null && toRead == 0) {
                writeAll();
            }
        }
        return !hasEnded();
    }

    private void readHeader(ByteBuffer from) {
        while (header.hasRemaining() && from.hasRemaining()) {
            header.put(from.get());
        }
        if (!header.hasRemaining()) {
            Order order = Order.read(header.flip());
            header.clear();
            manner = order.manner();
            toRead = order.requestBytes();
            toWrite = order.replyBytes();
            if (manner == Order.Manner.BOTH_WAYS) {
                writeAll();
            }
        }
    }

    @Override
    boolean write() throws IOException {
        if (manner == null || toRead > 0 && manner != Order.Manner.BOTH_WAYS) {
            return false;
        }
        int most = (int) Math.min(loop.zeros.size, toWrite);
        int count = socket.sendAddress(loop.zeros.address, 0, most);
        toWrite -= count;
        if (toWrite > 0) {
            return count == most;
        }
        if (manner == Order.Manner.ANSWER_AND_CLOSE) {
            end(false);
        }
        manner = null;
        return false;
    }

    @Override
    void broke() {
        // Clients end their connections in this way.
    }
}
