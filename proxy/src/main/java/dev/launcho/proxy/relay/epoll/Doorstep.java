package dev.launcho.proxy.relay.epoll;

import dev.launcho.proxy.relay.RelayOwner;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A relay before its start: the connect that is under way, and what is to be seen of the client meanwhile, or to be read
 * if that is asked for. Confined to its loop.
 */
final class Doorstep {
    /** At once; nobody needs more that early. */
    private static final int MOST = 8 * 1024;

    private final EpollRelay relay;
    private final Loop loop;
    private final Side client;
    private @Nullable Connect connect;
    private Watch watch = Watch.OFF;
    private boolean reading;
    /** How many bytes were read from the client already. */
    private long read;

    /** Whether the owner is to be told that the client has finished. */
    private enum Watch {
        OFF,
        ON,
        TOLD
    }

    Doorstep(EpollRelay relay, Loop loop, Side client) {
        this.relay = relay;
        this.loop = loop;
        this.client = client;
    }

    /** The backend's socket, if there is one; also after the start. */
    @Nullable
    Side backend() {
        return connect == null ? null : connect.side;
    }

    void connect(InetSocketAddress address) {
        try {
            connect = Connect.begin(address, relay, loop);
        } catch (IOException cause) {
            owner().connectFailed(cause);
        }
    }

    void abandonConnect() {
        if (connect != null) {
            connect.side.end(loop, true);
            connect = null;
        }
    }

    void watch() {
        if (watch == Watch.OFF) {
            watch = Watch.ON;
        }
        look();
    }

    void read() {
        reading = true;
        look();
    }

    void stopReading() {
        reading = false;
    }

    /** Epoll has told something. */
    void ready(Side side, int events) {
        if (side == client) {
            look();
        } else if (Connect.isDecided(events)) {
            decide(events);
        }
    }

    private void decide(int events) {
        IOException failure = Objects.requireNonNull(connect).failure(events);
        if (failure == null) {
            owner().connected();
        } else {
            abandonConnect();
            owner().connectFailed(failure);
        }
    }

    private void look() {
        if (client.isBroken()) {
            relay.leftEarly();
        } else if (reading) {
            readAll();
        } else if (watch == Watch.ON && client.hasFin()) {
            watch = Watch.TOLD;
            if (hasSentNothingElse()) {
                owner().clientFinished();
            }
        }
    }

    /** Until it is told to stop, or nothing is left. */
    private void readAll() {
        while (reading && client.isReadable()) {
            Piece piece = loop.buffers().shared();
            int count;
            try {
                count = client.socket.recvAddress(piece.address, 0, MOST);
            } catch (IOException broken) {
                reading = false;
                relay.leftEarly();
                return;
            }
            if (count <= 0 || count < MOST && client.isEmptiedByShortRead()) {
                client.drained();
            }
            if (count > 0) {
                read += count;
                owner().early(piece.bytes(count));
            } else if (count < 0) {
                reading = false;
                owner().clientFinished();
            }
        }
    }

    private boolean hasSentNothingElse() {
        try {
            return TcpInfo.of(client.socket).hasSentNothingBut(read);
        } catch (IOException broken) {
            return false;
        }
    }

    private RelayOwner owner() {
        return relay.owner();
    }
}
