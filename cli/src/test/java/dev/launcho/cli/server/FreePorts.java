package dev.launcho.cli.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports that are free and stay so until a test listens on them: the kernel gives none of them to outgoing connections or to
 * those who ask for any port, and the other JVM of the tests looks elsewhere. Any thread.
 */
public final class FreePorts {
    private static final int FIRST = 10_000;
    private static final int EACH = 80;
    /** Their pids are neighbours, so that they have different parts. */
    private static final int JVMS = 100;

    private static final int OURS = FIRST + (int) (ProcessHandle.current().pid() % JVMS) * EACH;
    private static final AtomicInteger NEXT = new AtomicInteger();

    private FreePorts() {}

    /** A port of 127.0.0.1; another one each time, as long as there are others. */
    public static int next() throws IOException {
        for (int tries = 0; tries < EACH; tries++) {
            int port = OURS + Math.floorMod(NEXT.getAndIncrement(), EACH);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("no port of " + OURS + " and " + EACH + " more is free");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
