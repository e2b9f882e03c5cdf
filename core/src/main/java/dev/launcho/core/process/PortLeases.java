package dev.launcho.core.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;

/**
 * Leases loopback ports. The port that has been free for longest is tried first, so that a used one rests before it is
 * given out again. Thread-safe.
 */
final class PortLeases {
    private final int first;
    private final int end;
    private final ArrayDeque<Integer> free = new ArrayDeque<>();
    private final Set<Integer> leased = new HashSet<>();

    /** @param end exclusive */
    PortLeases(int first, int end) {
        this.first = first;
        this.end = end;
        for (int port = first; port < end; port++) {
            free.add(port);
        }
    }

    /** @throws IOException if no port of the range is free; the message names the range */
    synchronized int lease() throws IOException {
        for (int tries = free.size(); tries > 0; tries--) {
            int port = free.removeFirst();
            if (isFree(port)) {
                leased.add(port);
                return port;
            }
            free.addLast(port);
        }
        throw new IOException("no free port in loopback_ports [" + first + ", " + end + "], " + leased.size()
                + " are leased; widen server.loopback_ports in launcho-config.yaml");
    }

    /** Takes a port that an instance of an earlier server uses. */
    synchronized void take(int port) {
        free.remove(port);
        leased.add(port);
    }

    synchronized void release(int port) {
        if (leased.remove(port) && port >= first && port < end) {
            free.addLast(port);
        }
    }

    /** Returns whether both loopback addresses and the wildcard can be bound. */
    private static boolean isFree(int port) {
        return canBind("0.0.0.0", port) && (canBind("::1", port) || !canBind("::1", 0));
    }

    private static boolean canBind(String address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
