package dev.launcho.core.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Some neighbouring ports that are free, for a test to give out. The kernel gives them to no connection that begins meanwhile,
 * where its range leaves any out. The port before them is kept bound: by that other tests, also those of other JVMs, know that the
 * block is taken.
 */
public final class PortBlock implements AutoCloseable {
    private static final int FIRST = 10_000;
    private static final int SIZE = 32;
    private static final int BLOCKS = 1_500;
    private static final EphemeralPorts KERNEL = EphemeralPorts.read();

    /** The block that is tried next, so that a used one rests for a while. */
    private static int next = (int) (ProcessHandle.current().pid() % BLOCKS);

    private final ServerSocket guard;
    private final int count;

    private PortBlock(ServerSocket guard, int count) {
        this.guard = guard;
        this.count = count;
    }

    /** @param count at most 31 */
    public static synchronized PortBlock of(int count) throws IOException {
        for (int tries = 0; tries < 2 * BLOCKS; tries++) {
            int at = FIRST + SIZE * next;
            next = (next + 1) % BLOCKS;
            // Where every port may be taken by a connection, there is no better one.
            if (tries >= BLOCKS || !KERNEL.hasAnyOf(at, at + SIZE)) {
                ServerSocket guard = new ServerSocket();
                if (binds(guard, at) && areFree(at + 1, at + 1 + count)) {
                    return new PortBlock(guard, count);
                }
                guard.close();
            }
        }
        throw new IOException("no " + count + " neighbouring ports are free");
    }

    private static boolean areFree(int first, int end) throws IOException {
        for (int port = first; port < end; port++) {
            try (ServerSocket trial = new ServerSocket()) {
                if (!binds(trial, port)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** On all addresses. */
    private static boolean binds(ServerSocket socket, int port) {
        try {
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    public int first() {
        return guard.getLocalPort() + 1;
    }

    /** Exclusive. */
    public int end() {
        return first() + count;
    }

    @Override
    public void close() throws IOException {
        guard.close();
    }
}
