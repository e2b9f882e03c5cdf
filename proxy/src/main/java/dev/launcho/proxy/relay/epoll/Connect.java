package dev.launcho.proxy.relay.epoll;

import io.netty.channel.ChannelException;
import io.netty.channel.epoll.LinuxSocket;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** One connect to a backend, from its begin to its outcome. Confined to its loop. */
final class Connect {
    final Side side;
    private final int port;

    private Connect(Side side, int port) {
        this.side = side;
        this.port = port;
    }

    /** Its outcome is told by an event. @throws IOException if it can't even begin */
    static Connect begin(InetSocketAddress address, EpollRelay relay, Loop loop) throws IOException {
        LinuxSocket socket;
        try {
            socket = Sockets.client(address);
        } catch (ChannelException noSocket) {
            throw noSocket.getCause() instanceof IOException cause ? cause : new IOException(noSocket);
        }
        try {
            // Whether it is established already doesn't matter: the first event tells it either way.
            socket.connect(address);
            Side side = Side.connecting(socket, relay);
            side.register(loop);
            return new Connect(side, address.getPort());
        } catch (IOException | RuntimeException | Error failed) {
            Sockets.close(socket);
            throw failed;
        }
    }

    /** Whether an event is its outcome at all. */
    static boolean isDecided(int events) {
        return Side.isHungUp(events) || Side.isWritable(events);
    }

    /** Of an event that is: null if it has succeeded. */
    @Nullable
    IOException failure(int events) {
        if (Side.isHungUp(events)) {
            // Who has said something before it reset the connection had taken it.
            return hasSpoken() ? null : failure();
        }
        return Sockets.isConnectedToItself(side.socket, port)
                ? new ConnectException("nobody listens there: the connection met itself")
                : null;
    }

    private boolean hasSpoken() {
        try {
            return TcpInfo.of(side.socket).received() > 0;
        } catch (IOException unknown) {
            return false;
        }
    }

    private IOException failure() {
        try {
            side.socket.finishConnect();
            return new ConnectException("the connection was closed at once");
        } catch (IOException cause) {
            return cause;
        }
    }
}
