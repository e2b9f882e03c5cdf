package dev.launcho.proxy.relay.epoll;

import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** How sockets are opened and set up. */
final class Sockets {
    private static final int BACKLOG = 4096;

    private Sockets() {}

    /** Opens a listening socket; its connections inherit its options. */
    static LinuxSocket listening(InetSocketAddress address) throws IOException {
        LinuxSocket socket = open(address);
        try {
            socket.setReuseAddress(true);
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            socket.bind(address);
            socket.listen(BACKLOG);
            return socket;
        } catch (IOException | RuntimeException failed) {
            close(socket);
            throw failed;
        }
    }

    /** One that will connect to {@code address}. */
    static LinuxSocket client(InetSocketAddress address) throws IOException {
        if (address.isUnresolved()) {
            throw new UnknownHostException(address.getHostString());
        }
        LinuxSocket socket = open(address);
        try {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            return socket;
        } catch (IOException failed) {
            close(socket);
            throw failed;
        }
    }

    /** A connect to a port of this host that nobody listens on can meet itself, if that port was chosen as its own. */
    static boolean isConnectedToItself(LinuxSocket socket) {
        InetSocketAddress own = socket.localAddress();
        return own != null && own.equals(socket.remoteAddress());
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
