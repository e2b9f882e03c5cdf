package dev.launcho.proxy.relay.epoll;

import dev.launcho.proxy.relay.RelayOwner.End;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends a relay in which nothing moves any more, or one of whose sides takes nothing of what waits for it. It asks the
 * kernel, who also knows what has left the socket's buffer, four times in the time that it may last.
 *
 * <p>Confined to its loop.
 */
final class Quiet implements Runnable {
    private static final int LOOKS = 4;

    private final EpollRelay relay;
    private final Gauge client;
    private final Gauge backend;
    private final Future<?> looking;
    private int quiet;

    private Quiet(EpollRelay relay, Gauge client, Gauge backend, Duration idle) {
        this.relay = relay;
        this.client = client;
        this.backend = backend;
        long every = Math.max(1, idle.toNanos() / LOOKS);
        looking = relay.loop().scheduleAtFixedRate(this, every, every, TimeUnit.NANOSECONDS);
    }

    /**
     * Begins to look.
     *
     * @param up what the backend gets
     * @param down what the client gets
     */
    static Quiet begin(EpollRelay relay, Flow up, Flow down, Duration idle) {
        long millis = idle.toMillis();
        try {
            // The kernel, too, gives up a peer that acknowledges nothing for so long.
            Sockets.giveUpAfter(down.to.socket, millis);
            Sockets.giveUpAfter(up.to.socket, millis);
        } catch (IOException broken) {
            // That is told as an event.
        }
        return new Quiet(relay, new Gauge(down), new Gauge(up), idle);
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

    /** What one side has given and taken. */
    private static final class Gauge {
        private final Flow into;
        private long moved;
        private long taken;
        /** For how many looks it has taken nothing of what waits for it. */
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
