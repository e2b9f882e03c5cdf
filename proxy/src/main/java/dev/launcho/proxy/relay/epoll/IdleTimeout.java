package dev.launcho.proxy.relay.epoll;

import dev.launcho.proxy.relay.RelayOwner.End;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The idle time-out of a relay: nothing moves, or one side takes none of the bytes that wait for it. It asks the kernel four
 * times within the time-out; the kernel also knows what has left the socket's buffer.
 *
 * <p>Confined to its loop.
 */
final class IdleTimeout implements Runnable {
    private static final int LOOKS = 4;

    private final EpollRelay relay;
    private final Gauge client;
    private final Gauge backend;
    private final Future<?> looking;
    private int quiet;

    private IdleTimeout(EpollRelay relay, Gauge client, Gauge backend, Duration idle) {
        this.relay = relay;
        this.client = client;
        this.backend = backend;
        long every = Math.max(1, idle.toNanos() / LOOKS);
        looking = relay.loop().scheduleWithFixedDelay(this, every, every, TimeUnit.NANOSECONDS);
    }

    /**
     * Begins to look.
     *
     * @param up the flow to the backend
     * @param down the flow to the client
     */
    static IdleTimeout begin(EpollRelay relay, Flow up, Flow down, Duration idle) {
        long millis = idle.toMillis();
        try {
            // The kernel, too, gives up a peer that acknowledges nothing for this time.
            SocketSetup.giveUpAfter(down.to.socket, millis);
            SocketSetup.giveUpAfter(up.to.socket, millis);
        } catch (IOException broken) {
            // An event reports the broken socket.
        }
        return new IdleTimeout(relay, new Gauge(down), new Gauge(up), idle);
    }

    void end() {
        looking.cancel(false);
    }

    @Override
    public void run() {
        try {
            boolean moved = client.look() | backend.look();
            quiet = moved ? 0 : quiet + 1;
        } catch (IOException broken) {
            return;
        }
        End end = end(quiet >= LOOKS);
        if (end != null) {
            end();
            relay.giveUp(end);
        }
    }

    private @Nullable End end(boolean idle) {
        if (backend.stalled >= LOOKS) {
            return End.BACKEND_BROKE;
        }
        return idle || client.stalled >= LOOKS ? End.CLIENT_BROKE : null;
    }

    /** The bytes that one side has sent and taken. */
    private static final class Gauge {
        private final Flow into;
        private long moved;
        private long taken;
        /** The number of looks in a row at which it had taken none of the bytes that wait for it. */
        private int stalled;

        Gauge(Flow into) {
            this.into = into;
        }

        /** @return whether anything has moved since the last look */
        boolean look() throws IOException {
            TcpInfo info = TcpInfo.of(into.to.socket);
            long nowTaken = info.acknowledged() + into.written();
            long nowMoved = nowTaken + info.received();
            boolean waits = into.isStuck() || !info.isDelivered();
            stalled = waits && nowTaken == taken ? stalled + 1 : 0;
            taken = nowTaken;
            boolean isNew = nowMoved != moved;
            moved = nowMoved;
            return isNew;
        }
    }
}
