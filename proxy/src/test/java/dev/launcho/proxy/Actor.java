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

    /** @param unsent its peer would not take everything */
    record Outcome(long received, Ending ending, boolean intact, boolean unsent) {}

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Script script;
    private final Socket socket;
    /** Both sides send the same endless sequence, so that each knows what it should get. */
    private long sent;

    private volatile long received;
    private volatile boolean ended;
    private volatile boolean closed;
    private boolean unsent;

    Actor(Script script, Socket socket) throws IOException {
        this.script = script;
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) TimeUnit.NANOSECONDS.toMillis(PATIENCE_NANOS));
    }

    CompletableFuture<Outcome> play(Actor peer, Executor threads) {
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(peer), threads);
        return CompletableFuture.supplyAsync(this::read, threads)
                .thenCombine(
                        sending,
                        (outcome, done) -> new Outcome(outcome.received(), outcome.ending(), outcome.intact(), unsent));
    }

    private void send(Actor peer) {
        try {
            for (Script.Step step : script.steps()) {
                switch (step.kind()) {
                    case SEND -> send(step.amount());
                    case PAUSE -> LockSupport.parkNanos(step.amount() * 1000L);
                    case SETTLE -> settle(peer);
                    case FIN -> socket.shutdownOutput();
                    case RESET -> {
                        closed = true;
                        socket.setSoLinger(true, 0);
                        socket.close();
                    }
                }
            }
        } catch (IOException broken) {
            unsent = true;
        }
    }

    private void send(int amount) throws IOException {
        byte[] bytes = new byte[amount];
        for (int i = 0; i < amount; i++) {
            bytes[i] = byteAt(sent + i);
        }
        socket.getOutputStream().write(bytes);
        sent += amount;
    }

    private void settle(Actor peer) {
        boolean finished = socket.isOutputShutdown();
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
        return new Outcome(received, ending, intact, false);
    }

    private static byte byteAt(long position) {
        return (byte) (position * 31 + (position >> 8) * 7 + (position >> 16));
    }
}
