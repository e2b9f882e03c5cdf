package dev.launcho.proxy.relay.nio;

import dev.launcho.proxy.relay.Intake;
import dev.launcho.proxy.relay.Relay;
import dev.launcho.proxy.relay.RelayOwner;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelException;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A client's connection until its backend is found; from then on {@link Splice} is in charge. */
final class NioRelay implements Relay, SideListener {
    private final Side client;
    private RelayOwner owner;
    private @Nullable Side backend;
    /** Bytes that came although none were wanted; only a spurious wake-up during a watch can bring them. */
    private @Nullable ByteBuf early;

    private boolean reading;
    private boolean over;

    NioRelay(RelayChannel channel, Intake.Place place) {
        client = new Side(channel, this);
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
    public void stopReading() {
        reading = false;
    }

    @Override
    public void connect(InetSocketAddress address) {
        Side attempt;
        try {
            attempt = new Side(new RelayChannel(), this);
        } catch (ChannelException noDescriptor) {
            owner.connectFailed(asIOException(noDescriptor.getCause()));
            return;
        }
        backend = attempt;
        loop().register(attempt.channel);
        attempt.channel.connect(address).addListener(done -> connectDone(attempt, done));
    }

    @Override
    public void abandonConnect() {
        Side attempt = backend;
        backend = null;
        if (attempt != null) {
            attempt.close();
        }
    }

    @Override
    public void watch() {
        if (!client.finished) {
            client.channel.watch();
        }
    }

    @Override
    public void start(byte[] first, Duration idle) {
        Side connected = backend;
        if (connected == null) {
            throw new IllegalStateException("start without a connected backend");
        }
        over = true;
        client.channel.unwatch();
        ByteBuf read = early;
        early = null;
        new Splice(client, connected, owner).start(first, read, idle);
    }

    @Override
    public void reset() {
        over = true;
        if (backend != null) {
            backend.close();
        }
        client.close();
    }

    @Override
    public void opened(Side side) {
        if (side == client) {
            owner.begin();
        }
    }

    @Override
    public void read(Side side, ByteBuf bytes) {
        if (side == client && reading && !over) {
            tell(bytes);
        } else if (side == client && !over) {
            early = early == null ? bytes : Unpooled.wrappedBuffer(early, bytes);
        } else {
            bytes.release();
        }
    }

    @Override
    public void readComplete(Side side) {
        // A watch that saw data has ended; nothing is read until the start, unless it is asked for.
        if (side == client && reading && !over) {
            client.channel.read();
        }
    }

    @Override
    public void writable(Side side) {
        // Nothing is written before the start.
    }

    @Override
    public void finished(Side side) {
        if (side == client && !over) {
            owner.clientFinished();
        }
    }

    @Override
    public void closed(Side side) {
        if (side != client) {
            return;
        }
        if (early != null) {
            early.release();
            early = null;
        }
        if (!over) {
            over = true;
            abandonConnect();
            owner.clientLeft();
        }
    }

    private void tell(ByteBuf bytes) {
        byte[] copy = ByteBufUtil.getBytes(bytes);
        bytes.release();
        owner.early(copy);
    }

    private void connectDone(Side attempt, Future<?> done) {
        if (backend != attempt) {
            attempt.close();
            return;
        }
        Throwable cause = done.cause();
        if (cause == null && attempt.channel.isConnectedToItself()) {
            cause = new ConnectException("nobody listens there: the connection met itself");
        }
        if (cause == null) {
            owner.connected();
        } else {
            backend = null;
            attempt.close();
            owner.connectFailed(asIOException(cause));
        }
    }

    private static IOException asIOException(Throwable cause) {
        return cause instanceof IOException io ? io : new IOException(cause);
    }
}
