package dev.launcho.proxy.relay.epoll;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.proxy.relay.ByteArrays;
import dev.launcho.proxy.relay.RelayOwner;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A relay's state before its start: the connect that is under way, the watch on the client, and bytes that were read early.
 * Confined to its loop.
 */
final class ConnectPhase {
    /** The bytes of one early read; more are not needed before the start. */
    private static final int MOST = 8 * 1024;

    private final EpollRelay relay;
    private final EventLoopState loop;
    private final RelaySocket client;
    private @Nullable Connect connect;
    private Watch watch = Watch.OFF;
    private boolean reading;
    /** The number of bytes that were read from the client. */
    private long read;
    /** The part of those bytes that is for the backend. */
    private byte[] early = ByteArrays.NONE;

    /** The state of the watch: whether the owner wants {@link RelayOwner#clientFinished}, or was already called. */
    private enum Watch {
        OFF,
        ON,
        TOLD
    }

    ConnectPhase(EpollRelay relay, EventLoopState loop, RelaySocket client) {
        this.relay = relay;
        this.loop = loop;
        this.client = client;
    }

    /** Returns the backend's socket, if there is one; also after the start. */
    @Nullable
    RelaySocket backend() {
        return connect == null ? null : connect.side;
    }

    void connect(InetSocketAddress address) {
        try {
            connect = Connect.begin(address, relay, loop);
        } catch (ConnectFailure failure) {
            owner().connectFailed(failure.kind());
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

    void stopReading(byte[] unread) {
        reading = false;
        early = unread;
    }

    long bytesRead() {
        return read;
    }

    /** Returns the bytes that were read from the client and go to the backend first. */
    byte[] early() {
        return early;
    }

    /** Handles an event of epoll. */
    void ready(RelaySocket side, int events) {
        if (side == client) {
            look();
        } else if (Connect.isDecided(events)) {
            decide(events);
        }
    }

    private void decide(int events) {
        FailureKind failure = Objects.requireNonNull(connect).failure(events);
        if (failure == null) {
            owner().connected();
        } else {
            abandonConnect();
            owner().connectFailed(failure);
        }
    }

    private void look() {
        if (reading) {
            readAll();
        }
        // The reads may have ended the relay, or handed it to another owner.
        if (!reading && relay.isChoosing()) {
            lookForEnd();
        }
    }

    private void lookForEnd() {
        if (client.isBroken()) {
            if (!hasSentSomething()) {
                relay.leftEarly();
            }
        } else if (watch == Watch.ON && client.hasFin()) {
            watch = Watch.TOLD;
            if (hasSentNothingElse()) {
                owner().clientFinished();
            }
        }
    }

    /** Returns whether a broken client had sent bytes. Reads them, since the kernel's count of bytes includes a FIN. */
    private boolean hasSentSomething() {
        if (early.length == 0) {
            BufferChunk piece = loop.buffers().shared();
            int count;
            try {
                count = client.socket.recvAddress(piece.address, 0, MOST);
            } catch (IOException reset) {
                return false;
            }
            if (count > 0) {
                read += count;
                early = piece.bytes(count);
            }
        }
        return early.length > 0;
    }

    /** Reads until the owner stops it, or nothing is left. */
    private void readAll() {
        while (reading && client.isReadable()) {
            BufferChunk piece = loop.buffers().shared();
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
            return early.length == 0 && TcpInfo.of(client.socket).hasSentNothingBut(read);
        } catch (IOException broken) {
            return false;
        }
    }

    private RelayOwner owner() {
        return relay.owner();
    }
}
