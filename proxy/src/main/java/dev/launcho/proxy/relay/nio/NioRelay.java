package dev.launcho.proxy.relay.nio;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.proxy.relay.AdmissionControl;
import dev.launcho.proxy.relay.Relay;
import dev.launcho.proxy.relay.RelayOwner;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A client's connection until its start with a backend; from then on {@link Splice} handles it. Confined to its loop. */
final class NioRelay implements Relay, SideListener, Connect.Outcome {
    private final RelaySocket client;
    private final Function<EventLoop, ResetWatch> watches;
    private final ConnectContext sources;
    private RelayOwner owner;
    private @Nullable Connect connect;
    private @Nullable RelaySocket backend;
    /**
     * The bytes that were read from the client and go to the backend first. They are those behind a header, and those that a
     * spurious wake-up during a watch has read.
     */
    private @Nullable ByteBuf early;

    private boolean reading;
    private boolean over;

    NioRelay(
            RelayChannel channel,
            AdmissionControl.Place place,
            Function<EventLoop, ResetWatch> watches,
            ConnectContext sources) {
        this.watches = watches;
        this.sources = sources;
        client = new RelaySocket(channel, this);
        owner = place.arrive(this);
    }

    @Override
    public EventLoop loop() {
        return client.channel.eventLoop();
    }

    @Override
    public @Nullable InetSocketAddress client() {
        return client.channel.remoteAddress();
    }

    @Override
    public @Nullable InetSocketAddress local() {
        return client.channel.localAddress();
    }

    @Override
    public void handTo(RelayOwner other) {
        owner = other;
    }

    @Override
    public void readEarly() {
        reading = true;
        client.channel.read();
    }

    @Override
    public void stopReading(byte[] unread) {
        reading = false;
        if (unread.length > 0) {
            early = Unpooled.wrappedBuffer(unread);
        }
    }

    @Override
    public void connect(InetSocketAddress address) {
        Connect attempt = new Connect(address, loop(), sources, this, this);
        connect = attempt;
        attempt.begin();
    }

    @Override
    public void connected(RelaySocket side) {
        connect = null;
        backend = side;
        owner.connected();
    }

    @Override
    public void failed(FailureKind cause) {
        connect = null;
        owner.connectFailed(cause);
    }

    @Override
    public void abandonConnect() {
        if (connect != null) {
            connect.abandon();
            connect = null;
        }
        if (backend != null) {
            backend.close();
            backend = null;
        }
    }

    @Override
    public void watch() {
        // A client that has sent bytes waits for their answer, even if it has ended its side.
        if (!client.finished && early == null) {
            client.channel.watch();
        }
    }

    @Override
    public void start(byte[] first, Duration idle) {
        RelaySocket connected = backend;
        if (connected == null) {
            throw new IllegalStateException("start without a connected backend");
        }
        over = true;
        client.channel.unwatch();
        ByteBuf read = early;
        early = null;
        new Splice(client, connected, owner, watches.apply(loop())).start(first, read, idle);
    }

    @Override
    public void reset() {
        over = true;
        abandonConnect();
        client.close();
    }

    @Override
    public void opened(RelaySocket side) {
        if (side == client) {
            owner.begin();
        }
    }

    @Override
    public void read(RelaySocket side, ByteBuf bytes) {
        if (side == client && reading && !over) {
            tell(bytes);
        } else if (side == client && !over) {
            early = early == null ? bytes : Unpooled.wrappedBuffer(early, bytes);
        } else {
            bytes.release();
        }
    }

    @Override
    public void readComplete(RelaySocket side) {
        // A watch that saw data has ended; nothing is read until the start, unless the owner asked for it.
        if (side == client && reading && !over) {
            client.channel.read();
        }
    }

    @Override
    public void writable(RelaySocket side) {
        // Nothing is written before the start.
    }

    @Override
    public void finished(RelaySocket side) {
        if (side != client || over) {
            return;
        }
        if (!client.channel.isReset()) {
            if (early == null) {
                owner.clientFinished();
            }
        } else if (early == null) {
            left();
            client.close();
        }
    }

    @Override
    public void refused(RelaySocket side) {
        // Nothing is written before the start.
    }

    @Override
    public void closed(RelaySocket side) {
        if (side != client) {
            return;
        }
        if (early != null) {
            early.release();
            early = null;
        }
        if (!over) {
            left();
        }
    }

    private void left() {
        over = true;
        abandonConnect();
        owner.clientLeft();
    }

    private void tell(ByteBuf bytes) {
        byte[] copy = ByteBufUtil.getBytes(bytes);
        bytes.release();
        owner.early(copy);
    }
}
