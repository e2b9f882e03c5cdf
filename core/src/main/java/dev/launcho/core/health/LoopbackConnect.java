package dev.launcho.core.health;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.net.SocketFailures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A connection attempt to a port of this machine, on as many sockets as it takes. It goes to 127.0.0.1 first, from a
 * source address that has a port left, then to ::1. A socket that has connected to itself is dropped: nobody listens
 * there, and the kernel gave it that very port. Never blocks. Belongs to the thread of its selector.
 */
final class LoopbackConnect {
    /**
     * Most sockets for one address. Neighbouring source addresses may have no port left either: connections that ended
     * a minute ago still hold theirs.
     */
    private static final int TRIES = 64;

    private final int port;
    private final ProbeTools tools;
    private final Object attachment;
    private Family family = Family.IPV4;
    private int tries = TRIES;
    private boolean fromNeighbour;
    /** Why 127.0.0.1 failed; a shortage of this server's own at either address takes precedence. */
    private @Nullable FailureKind failure;

    private Family failed = Family.IPV4;

    private @Nullable SocketChannel channel;

    enum Progress {
        UNDER_WAY,
        CONNECTED,
        FAILED
    }

    private enum Family {
        IPV4("127.0.0.1", StandardProtocolFamily.INET),
        IPV6("::1", StandardProtocolFamily.INET6);

        final String address;
        final ProtocolFamily protocol;

        Family(String address, ProtocolFamily protocol) {
            this.address = address;
            this.protocol = protocol;
        }

        InetSocketAddress at(int port) throws UnknownHostException {
            return new InetSocketAddress(InetAddress.getByName(address), port);
        }
    }

    /** @param attachment what the selector's keys carry */
    LoopbackConnect(int port, ProbeTools tools, Object attachment) {
        this.port = port;
        this.tools = tools;
        this.attachment = attachment;
    }

    Progress begin() {
        SocketChannel opened;
        try {
            opened = SocketChannel.open(family.protocol);
        } catch (IOException | UnsupportedOperationException e) {
            // UnsupportedOperationException: the machine has no IPv6.
            return failed(SocketFailures.opening(e));
        }
        channel = opened;
        try {
            opened.configureBlocking(false);
            if (fromNeighbour) {
                tools.sources.bind(source -> opened.bind(source).socket().getLocalPort());
            }
            if (!opened.connect(family.at(port))) {
                opened.register(tools.selector, SelectionKey.OP_CONNECT, attachment);
                return Progress.UNDER_WAY;
            }
        } catch (IOException e) {
            return failed(beginning(e));
        }
        return connected(opened);
    }

    /** Continues after the selector has found something ready. */
    Progress advance() {
        SocketChannel open = channel;
        if (open == null) {
            return Progress.FAILED;
        }
        try {
            if (!open.finishConnect()) {
                return Progress.UNDER_WAY;
            }
        } catch (IOException e) {
            return failed(SocketFailures.finishing(e));
        }
        return connected(open);
    }

    /** Returns the literal that is being tried; after both have failed, the one that the failure belongs to. */
    String address() {
        return family.address;
    }

    /** Returns why there is no connection. */
    FailureKind failure() {
        return failure == null ? FailureKind.OTHER : failure;
    }

    /** Returns the connection, which the caller closes from now on. */
    @Nullable
    SocketChannel take() {
        SocketChannel open = channel;
        channel = null;
        return open;
    }

    void close() {
        SocketChannel open = take();
        if (open != null) {
            LingeringConnections.close(open);
        }
    }

    private FailureKind beginning(IOException cause) {
        FailureKind kind = SocketFailures.beginning(cause);
        if (family == Family.IPV4 || !kind.isShortage()) {
            return kind;
        }
        // A machine without IPv6 fails in the same way as one without a port left, or as one that can't begin.
        return kind == FailureKind.NOT_BEGUN || !SocketFailures.hasIpv6Loopback() ? FailureKind.NO_SUCH_ADDRESS : kind;
    }

    private Progress connected(SocketChannel open) {
        try {
            if (!open.getLocalAddress().equals(open.getRemoteAddress())) {
                return Progress.CONNECTED;
            }
            // An orderly close would keep the port from the instance for a minute.
            open.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException broken) {
            return failed(FailureKind.RESET);
        }
        close();
        return --tries > 0 ? begin() : failed(FailureKind.REFUSED);
    }

    private Progress failed(FailureKind kind) {
        close();
        if (kind == FailureKind.NO_PORT_LEFT && family == Family.IPV4 && --tries > 0) {
            fromNeighbour = true;
            return begin();
        }
        if (failure == null || kind.isShortage() && !failure.isShortage()) {
            failure = kind;
            failed = family;
        }
        if (family == Family.IPV4) {
            family = Family.IPV6;
            fromNeighbour = false;
            tries = TRIES;
            return begin();
        }
        family = failed;
        return Progress.FAILED;
    }
}
