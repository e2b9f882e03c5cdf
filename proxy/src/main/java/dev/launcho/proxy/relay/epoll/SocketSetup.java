package dev.launcho.proxy.relay.epoll;

import dev.launcho.core.net.EphemeralPorts;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Operations that open, set up and close sockets. */
final class SocketSetup {
    static final int BACKLOG = 4096;
    private static final int KEEPALIVE_IDLE_SECONDS = 60;
    private static final int KEEPALIVE_INTERVAL_SECONDS = 15;
    private static final int KEEPALIVE_PROBES = 4;

    // linux/tcp.h
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_KEEPIDLE = 4;
    private static final int TCP_KEEPINTVL = 5;
    private static final int TCP_KEEPCNT = 6;
    private static final int TCP_USER_TIMEOUT = 18;

    // linux/in.h
    private static final int IPPROTO_IP = 0;
    private static final int IP_BIND_ADDRESS_NO_PORT = 24;

    /** The lowest port that the kernel assigns by itself (the start of the ephemeral range). */
    private static volatile int lowestGivenOut = EphemeralPorts.read().range().first();

    private SocketSetup() {}

    /** Opens a listening socket; its connections inherit its options. */
    static LinuxSocket listening(InetSocketAddress address) throws IOException {
        LinuxSocket socket = open(address);
        try {
            socket.setReuseAddress(true);
            socket.setTcpNoDelay(true);
            outlive(socket);
            socket.bind(address);
            socket.listen(BACKLOG);
            return socket;
        } catch (IOException | RuntimeException failed) {
            close(socket);
            throw failed;
        }
    }

    /** Opens a socket that will connect to {@code address}; it has no options yet, see {@link RelaySocket}. */
    static LinuxSocket client(InetSocketAddress address) throws IOException {
        if (address.isUnresolved()) {
            throw new UnknownHostException(address.getHostString());
        }
        return open(address);
    }

    /** Turns keep-alive on, by which the kernel detects that the peer's host has vanished. */
    static void outlive(LinuxSocket socket) throws IOException {
        socket.setIntOpt(IPPROTO_TCP, TCP_KEEPIDLE, KEEPALIVE_IDLE_SECONDS);
        socket.setIntOpt(IPPROTO_TCP, TCP_KEEPINTVL, KEEPALIVE_INTERVAL_SECONDS);
        socket.setIntOpt(IPPROTO_TCP, TCP_KEEPCNT, KEEPALIVE_PROBES);
        socket.setKeepAlive(true);
    }

    /** Makes the kernel reset the connection when its peer acknowledges nothing for {@code millis}. */
    static void giveUpAfter(LinuxSocket socket, long millis) throws IOException {
        socket.setIntOpt(IPPROTO_TCP, TCP_USER_TIMEOUT, (int) Math.min(Integer.MAX_VALUE, Math.max(1, millis)));
    }

    /**
     * Returns whether a socket has met itself: nothing listens on the port that it connects to, and the kernel chose that port
     * as its source. This is possible only with ports that the kernel assigns.
     */
    static boolean isConnectedToItself(LinuxSocket socket, int port) {
        if (port < lowestGivenOut) {
            return false;
        }
        InetSocketAddress own = socket.localAddress();
        return own != null && own.equals(socket.remoteAddress());
    }

    /** Reads the kernel's range of ports again: it can be changed at any time. */
    static void lookAtPorts() {
        lowestGivenOut = EphemeralPorts.read().range().first();
    }

    /**
     * Makes a connect leave from an address. The kernel chooses the port when it knows the peer, so the port may be one that
     * others use for other peers. A kernel before 4.2 chooses it here, and for this socket alone.
     */
    static void leaveFrom(LinuxSocket socket, InetAddress source) throws IOException {
        try {
            socket.setIntOpt(IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1);
        } catch (IOException old) {
            // An old kernel lacks the option, and the bind chooses the port.
        }
        socket.bind(new InetSocketAddress(source, 0));
    }

    /** Closes a descriptor without an exception: it was never used or is broken, so nothing can be lost. */
    static void close(FileDescriptor descriptor) {
        try {
            descriptor.close();
        } catch (IOException gone) {
            // The descriptor is free in any case, see close(2).
        }
    }

    private static LinuxSocket open(InetSocketAddress address) {
        return LinuxSocket.newSocketStream(
                address.getAddress() instanceof Inet6Address ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET);
    }
}
