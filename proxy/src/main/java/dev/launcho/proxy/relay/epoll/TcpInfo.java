package dev.launcho.proxy.relay.epoll;

import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The kernel's state of a connection: {@code struct tcp_info} of {@code linux/tcp.h}. A kernel that is too old for a field
 * leaves it 0.
 */
final class TcpInfo {
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_INFO = 11;
    private static final int UNACKED = 24;
    private static final int BYTES_ACKED = 120;
    private static final int BYTES_RECEIVED = 128;
    private static final int NOTSENT_BYTES = 144;
    private static final int SIZE = 152;

    private final ByteBuffer fields = ByteBuffer.allocate(SIZE).order(ByteOrder.nativeOrder());

    private TcpInfo() {}

    static TcpInfo of(Socket socket) throws IOException {
        TcpInfo info = new TcpInfo();
        socket.getRawOpt(IPPROTO_TCP, TCP_INFO, info.fields);
        return info;
    }

    /** Returns whether the peer's kernel has everything that was written. */
    boolean isDelivered() {
        return fields.getInt(UNACKED) == 0 && fields.getInt(NOTSENT_BYTES) == 0;
    }

    /** Returns whether a peer that has sent a FIN sent at most {@code bytes} before it. The kernel counts the FIN as a byte. */
    boolean hasSentNothingBut(long bytes) {
        return fields.getLong(BYTES_RECEIVED) <= bytes + 1;
    }

    /** Returns how many bytes the peer's kernel has acknowledged. */
    long acknowledged() {
        return fields.getLong(BYTES_ACKED);
    }

    /** Returns how many bytes came from the peer. */
    long received() {
        return fields.getLong(BYTES_RECEIVED);
    }
}
