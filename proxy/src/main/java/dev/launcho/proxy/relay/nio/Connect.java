package dev.launcho.proxy.relay.nio;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.net.SocketFailures;
import dev.launcho.proxy.relay.SourceChoice;
import io.netty.channel.ChannelException;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A connect to a backend, from its beginning to its outcome. It tries further sockets, one after the other, while no source
 * port is left. Confined to its loop.
 */
final class Connect {
    private final InetSocketAddress address;
    private final EventLoop loop;
    private final ConnectContext sources;
    private final SideListener listener;
    private final Outcome outcome;
    private @Nullable RelaySocket side;
    private int source;
    private int tries = SourceChoice.TRIES;
    private boolean beginning;
    private boolean over;

    /** The receiver of the outcome; exactly one method is called, maybe before {@link #begin} returns. */
    interface Outcome {
        /** @param side belongs to the listener from now on */
        void connected(RelaySocket side);

        void failed(FailureKind cause);
    }

    /** @param listener gets the events of the socket */
    Connect(InetSocketAddress address, EventLoop loop, ConnectContext sources, SideListener listener, Outcome outcome) {
        this.address = address;
        this.loop = loop;
        this.sources = sources;
        this.listener = listener;
        this.outcome = outcome;
        this.source = sources.choice().first(address);
    }

    void begin() {
        RelayChannel channel;
        try {
            channel = new RelayChannel();
        } catch (ChannelException noSocket) {
            fail(SocketFailures.opening(noSocket.getCause()));
            return;
        }
        RelaySocket attempt = new RelaySocket(channel, listener);
        side = attempt;
        loop.register(channel);
        if (source != SourceChoice.KERNELS && !hasLeft(channel)) {
            fail(FailureKind.NO_PORT_LEFT);
            return;
        }
        beginning = true;
        channel.connect(address).addListener(done -> done(attempt, done));
        beginning = false;
    }

    /** Cancels the connect; its outcome is not reported. */
    void abandon() {
        over = true;
        drop();
    }

    private boolean hasLeft(RelayChannel channel) {
        try {
            sources.neighbours().bind(channel::leaveFrom);
            return true;
        } catch (IOException noneLeft) {
            return false;
        }
    }

    private void done(RelaySocket attempt, Future<?> done) {
        if (over || attempt != side) {
            attempt.close();
        } else if (done.cause() != null) {
            FailureKind cause =
                    beginning ? SocketFailures.beginning(done.cause()) : SocketFailures.finishing(done.cause());
            // A backend that resets may have accepted the connection and sent bytes before; NIO can't tell.
            failed(cause == FailureKind.RESET ? FailureKind.OTHER : cause);
        } else if (attempt.channel.isConnectedToItself()) {
            // The connection has met itself: nothing listens there.
            fail(FailureKind.REFUSED);
        } else {
            over = true;
            outcome.connected(attempt);
        }
    }

    private void failed(FailureKind cause) {
        if (cause == FailureKind.NO_PORT_LEFT && --tries > 0 && sources.choice().hasMore(address)) {
            drop();
            source = sources.choice().after(address, source);
            begin();
        } else {
            fail(cause);
        }
    }

    private void fail(FailureKind cause) {
        over = true;
        drop();
        outcome.failed(cause);
    }

    private void drop() {
        if (side != null) {
            side.close();
            side = null;
        }
    }
}
