package dev.launcho.core.net;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Source addresses for connections when 127.0.0.1 has no port left for a peer. They are the neighbours 127.0.0.2 and on, all
 * of which are this machine (RFC 1122, 3.2.1.3). A connection is identified by both of its ends, so each neighbour has all
 * ports anew.
 *
 * <p>Java can only bind a socket to an address together with a port. The kernel then gives that port to no other socket
 * on the machine that leaves the choice to the kernel (__inet_hash_connect). So many neighbours share one port, instead
 * of many ports for one neighbour. Where IP_BIND_ADDRESS_NO_PORT can be set, {@link #neighbour} is enough. ::1 has no
 * neighbours.
 */
public final class LoopbackSources {
    /** Number of addresses from 127.0.0.2 to 127.0.255.254, without those that end in 0 or 255. */
    static final int NEIGHBOURS = 256 * 254 - 1;

    /** Most neighbours tried with the shared port; after that the kernel chooses a new port. */
    private static final int TRIES = 8;

    private final AtomicInteger next = new AtomicInteger();
    private volatile int shared;

    /** Binds a socket. */
    @FunctionalInterface
    public interface Binding {
        /** @return the port of the socket, which the kernel chooses if {@code source} has none */
        int to(InetSocketAddress source) throws IOException;
    }

    /** Returns whether there are neighbours from which to connect to this peer. */
    public static boolean areFor(InetSocketAddress peer) {
        InetAddress address = peer.getAddress();
        return address instanceof Inet4Address && address.isLoopbackAddress();
    }

    /** @param index from 0 for 127.0.0.2; after the last, the first follows */
    public static InetAddress neighbour(int index) {
        int number = Math.floorMod(index, NEIGHBOURS) + 1;
        byte[] address = {127, 0, (byte) (number / 254), (byte) (number % 254 + 1)};
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Binds a socket to the next neighbour. @throws IOException if none of several has a port left, either */
    public void bind(Binding socket) throws IOException {
        int port = shared;
        for (int tries = port == 0 ? 0 : TRIES; tries > 0; tries--) {
            try {
                socket.to(new InetSocketAddress(neighbour(next.getAndIncrement()), port));
                return;
            } catch (BindException taken) {
                // Try the next neighbour.
            }
        }
        shared = socket.to(new InetSocketAddress(neighbour(next.getAndIncrement()), 0));
    }
}
