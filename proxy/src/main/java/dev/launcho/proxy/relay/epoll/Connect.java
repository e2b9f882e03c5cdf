package dev.launcho.proxy.relay.epoll;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.net.LoopbackSources;
import dev.launcho.proxy.relay.SourceChoice;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.LinuxSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A connect to a backend, from its beginning to its outcome. Confined to its loop. */
final class Connect {
    final RelaySocket side;
    private final int port;

    private Connect(RelaySocket side, int port) {
        this.side = side;
        this.port = port;
    }

    /** Begins a connect; an event has its outcome. @throws ConnectFailure if the connect can't even begin */
    static Connect begin(InetSocketAddress address, EpollRelay relay, EventLoopState loop) throws ConnectFailure {
        SourceChoice sources = loop.sources();
        int source = sources.first(address);
        @Nullable ConnectFailure noPort = null;
        for (int tries = SourceChoice.TRIES; ; tries--) {
            try {
                return begin(address, source, relay, loop);
            } catch (ConnectFailure failure) {
                if (failure.kind() != FailureKind.NO_PORT_LEFT) {
                    // A neighbour failed for another reason: the user has to hear of the missing ports, not of that.
                    throw noPort == null || failure.kind().isPeers() ? failure : noPort;
                }
                noPort = failure;
                if (tries == 1 || !sources.hasMore(address)) {
                    throw noPort;
                }
                source = sources.after(address, source);
            }
        }
    }

    private static Connect begin(InetSocketAddress address, int source, EpollRelay relay, EventLoopState loop)
            throws ConnectFailure {
        LinuxSocket socket = open(address);
        try {
            if (source != SourceChoice.KERNELS) {
                leaveFrom(socket, LoopbackSources.neighbour(source - 1));
            }
            connect(socket, address);
            RelaySocket side = RelaySocket.connecting(socket, relay);
            register(side, loop);
            return new Connect(side, address.getPort());
        } catch (ConnectFailure | RuntimeException | Error failed) {
            SocketSetup.close(socket);
            throw failed;
        }
    }

    private static void leaveFrom(LinuxSocket socket, InetAddress source) throws ConnectFailure {
        try {
            SocketSetup.leaveFrom(socket, source);
        } catch (IOException cause) {
            FailureKind kind = ErrorNumbers.ofBinding(cause);
            // A kernel that chooses the port at the bind says "taken" when it finds no free port.
            throw new ConnectFailure(kind == FailureKind.ADDRESS_TAKEN ? FailureKind.NO_PORT_LEFT : kind);
        }
    }

    private static void connect(LinuxSocket socket, InetSocketAddress address) throws ConnectFailure {
        try {
            // Whether it is established already doesn't matter: the first event shows it either way.
            socket.connect(address);
        } catch (IOException cause) {
            throw new ConnectFailure(ErrorNumbers.kind(cause));
        }
    }

    private static void register(RelaySocket side, EventLoopState loop) throws ConnectFailure {
        try {
            side.register(loop);
        } catch (IOException cause) {
            throw new ConnectFailure(ErrorNumbers.ofRegistering(cause));
        }
    }

    private static LinuxSocket open(InetSocketAddress address) throws ConnectFailure {
        try {
            return SocketSetup.client(address);
        } catch (IOException unresolved) {
            throw new ConnectFailure(FailureKind.OTHER);
        } catch (ChannelException noSocket) {
            throw new ConnectFailure(
                    noSocket.getCause() instanceof IOException cause ? ErrorNumbers.kind(cause) : FailureKind.OTHER);
        }
    }

    /** Returns whether an event has the outcome. */
    static boolean isDecided(int events) {
        return RelaySocket.isHungUp(events) || RelaySocket.isWritable(events);
    }

    /** Returns the failure in an event that has the outcome; null if the connect has succeeded. */
    @Nullable
    FailureKind failure(int events) {
        if (RelaySocket.isHungUp(events)) {
            // A backend that has sent bytes before its reset had accepted the connection.
            return hasSpoken() ? null : failure();
        }
        // The connection may have met itself: then nothing listens there.
        return SocketSetup.isConnectedToItself(side.socket, port) ? FailureKind.REFUSED : null;
    }

    private boolean hasSpoken() {
        try {
            return TcpInfo.of(side.socket).received() > 0;
        } catch (IOException unknown) {
            return false;
        }
    }

    private FailureKind failure() {
        try {
            int number = side.socket.getSoError();
            // Without an error number, the backend has closed the connection at once.
            return number == 0 ? FailureKind.RESET : FailureKind.ofErrno(number);
        } catch (IOException unknown) {
            return FailureKind.OTHER;
        }
    }
}
