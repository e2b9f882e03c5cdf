package dev.launcho.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Plays a {@link Script} on a connected socket, and reads until the end at the same time. Two threads. */
final class Actor {
    /** How reading ended. */
    enum Ending {
        FIN,
        RESET,
        /** It has reset the connection itself. */
        OWN,
        TIMEOUT
    }

    /**
     * @param unsent its peer would not take everything
     * @param arrived how many of its bytes had arrived at its peer's kernel for sure, when it was done
     * @param finArrived whether its FIN had, too
     */
    record Outcome(long received, Ending ending, boolean intact, boolean unsent, long arrived, boolean finArrived) {}

    /** So much arrives at once, as a window and the first burst of a connection hold it; less where a buffer is small. */
    private static final long AT_ONCE = 30_000;

    private static final long AT_ONCE_CRAMPED = 4_000;

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Script script;
    private final Socket socket;
    private final boolean cramped;
    /** Both sides send the same endless sequence, so that each knows what it should get. */
    private long sent;

    private volatile long received;
    private volatile boolean ended;
    private volatile boolean closed;
    private boolean unsent;
    private long arrived;
    private boolean finArrived;

    /** @param cramped whether one of the two ends has a small receive buffer */
    Actor(Script script, Socket socket, boolean cramped) throws IOException {
        this.script = script;
        this.socket = socket;
        this.cramped = cramped;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) TimeUnit.NANOSECONDS.toMillis(PATIENCE_NANOS));
    }

    /** @param peer is there once it is connected */
    CompletableFuture<Outcome> play(CompletableFuture<Actor> peer, Executor threads) {
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(peer), threads);
        return CompletableFuture.supplyAsync(this::read, threads)
                .thenCombine(
                        sending,
                        (outcome, done) -> new Outcome(
                                outcome.received(), outcome.ending(), outcome.intact(), unsent, arrived, finArrived));
    }

    private void send(CompletableFuture<Actor> peer) {
        try {
            for (Script.Step step : script.steps()) {
                switch (step.kind()) {
                    case SEND -> send(step.amount());
                    case PAUSE -> LockSupport.parkNanos(step.amount() * 1000L);
                    case SETTLE -> settle(peer);
                    case FIN -> socket.shutdownOutput();
                    case RESET -> reset();
                }
            }
        } catch (IOException broken) {
            unsent = true;
        }
    }

    private void reset() throws IOException {
        long waiting = sent <= (cramped ? AT_ONCE_CRAMPED : AT_ONCE)
                ? 0
                : KernelSockets.unacknowledged(socket.getLocalPort(), socket.getPort())
                        .orElse(sent + 1);
        // A FIN counts as a byte.
        arrived = Math.max(0, sent - waiting);
        finArrived = waiting == 0;
        closed = true;
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private void send(int amount) throws IOException {
        byte[] bytes = new byte[amount];
        for (int i = 0; i < amount; i++) {
            bytes[i] = byteAt(sent + i);
        }
        socket.getOutputStream().write(bytes);
        sent += amount;
    }

    private void settle(CompletableFuture<Actor> awaited) {
        boolean finished = socket.isOutputShutdown();
        Actor peer = awaited.orTimeout(PATIENCE_NANOS, TimeUnit.NANOSECONDS).join();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < deadline && !peer.ended && !(peer.received == sent && !finished)) {
            LockSupport.parkNanos(200_000);
        }
    }

    private Outcome read() {
        byte[] piece = new byte[64 * 1024];
        boolean intact = true;
        Ending ending;
        try {
            InputStream in = socket.getInputStream();
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                for (int i = 0; i < count; i++) {
                    intact &= piece[i] == byteAt(received + i);
                }
                received += count;
                if (script.lazy() > 0) {
                    LockSupport.parkNanos(script.lazy() * 1000L);
                }
            }
            ending = Ending.FIN;
        } catch (SocketTimeoutException silent) {
            ending = Ending.TIMEOUT;
        } catch (SocketException broken) {
            ending = closed ? Ending.OWN : Ending.RESET;
        } catch (IOException broken) {
            ending = Ending.RESET;
        }
        ended = true;
        return new Outcome(received, ending, intact, false, 0, false);
    }

    private static byte byteAt(long position) {
        return (byte) (position * 31 + (position >> 8) * 7 + (position >> 16));
    }
}
