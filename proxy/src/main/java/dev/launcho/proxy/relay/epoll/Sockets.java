package dev.launcho.proxy.relay.epoll;

import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.FileDescriptor;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How sockets are opened and set up. */
final class Sockets {
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

    private static final int LOWEST_GIVEN_OUT = lowestGivenOut();

    private Sockets() {}

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

    /** One that will connect to {@code address}; it has no options yet, see {@link Side}. */
    static LinuxSocket client(InetSocketAddress address) throws IOException {
        if (address.isUnresolved()) {
            throw new UnknownHostException(address.getHostString());
        }
        return open(address);
    }

    /** Makes the kernel find out when the peer's host has vanished. */
    static void outlive(LinuxSocket socket) throws IOException {
        socket.setIntOpt(IPPROTO_TCP, TCP_KEEPIDLE, KEEPALIVE_IDLE_SECONDS);
        socket.setIntOpt(IPPROTO_TCP, TCP_KEEPINTVL, KEEPALIVE_INTERVAL_SECONDS);
        socket.setIntOpt(IPPROTO_TCP, TCP_KEEPCNT, KEEPALIVE_PROBES);
        socket.setKeepAlive(true);
    }

    /** Makes the kernel reset the connection when its peer acknowledges nothing for so long. */
    static void giveUpAfter(LinuxSocket socket, long millis) throws IOException {
        socket.setIntOpt(IPPROTO_TCP, TCP_USER_TIMEOUT, (int) Math.min(Integer.MAX_VALUE, Math.max(1, millis)));
    }

    /**
     * A connect to a port of this host that nobody listens on can meet itself, if that port was chosen as its own: only
     * ports that the kernel gives out can be.
     */
    static boolean isConnectedToItself(LinuxSocket socket, int port) {
        if (port < LOWEST_GIVEN_OUT) {
            return false;
        }
        InetSocketAddress own = socket.localAddress();
        return own != null && own.equals(socket.remoteAddress());
    }

    private static int lowestGivenOut() {
        // In one large read: the kernel gives only the first digit to a reader that begins with one byte.
        try (BufferedReader file = Files.newBufferedReader(Path.of("/proc/sys/net/ipv4/ip_local_port_range"))) {
            return Integer.parseInt(file.readLine().strip().split("\\s+")[0]);
        } catch (IOException | NumberFormatException unknown) {
            return 0;
        }
    }

    /** Of what was never used, or is broken: there is nothing that could still fail. */
    static void close(FileDescriptor descriptor) {
        try {
            descriptor.close();
        } catch (IOException gone) {
            // The descriptor is free all the same, see close(2).
        }
    }

    private static LinuxSocket open(InetSocketAddress address) {
        return LinuxSocket.newSocketStream(
                address.getAddress() instanceof Inet6Address ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET);
    }
}
