package dev.launcho.proxy.relay.nio;

import dev.launcho.proxy.relay.RelayOwner.End;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The idle time-out of a splice: nothing moves, or one side takes none of the bytes that wait for it. It looks four times
 * within the time-out. It sees the bytes that this process has read and written, not those that wait in the kernel.
 *
 * <p>Confined to the loop of both sides.
 */
final class IdleTimeout implements Runnable {
    private static final int LOOKS = 4;

    private final RelaySocket client;
    private final RelaySocket backend;
    private final Consumer<End> over;
    private final Future<?> looking;
    private long moved;
    private int quiet;

    /** @param over called at most once */
    IdleTimeout(RelaySocket client, RelaySocket backend, Duration idle, Consumer<End> over) {
        this.client = client;
        this.backend = backend;
        this.over = over;
        long every = Math.max(1, idle.toNanos() / LOOKS);
        looking = client.channel.eventLoop().scheduleWithFixedDelay(this, every, every, TimeUnit.NANOSECONDS);
    }

    void end() {
        looking.cancel(false);
    }

    @Override
    public void run() {
        long now = client.moved() + backend.moved();
        quiet = now == moved ? quiet + 1 : 0;
        moved = now;
        client.look();
        backend.look();
        End end = end(quiet >= LOOKS);
        if (end != null) {
            end();
            over.accept(end);
        }
    }

    private @Nullable End end(boolean idle) {
        if (backend.stalled() >= LOOKS) {
            return End.BACKEND_BROKE;
        }
        return idle || client.stalled() >= LOOKS ? End.CLIENT_BROKE : null;
    }
}
