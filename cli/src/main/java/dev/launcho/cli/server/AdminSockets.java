package dev.launcho.cli.server;

import dev.launcho.core.net.SocketFailures;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The listening sockets of the admin endpoint. Any thread. */
final class AdminSockets implements AutoCloseable {
    private final ServerBootstrap bootstrap;
    private final Map<InetSocketAddress, Channel> open = new LinkedHashMap<>();
    private Optional<InetSocketAddress> first = Optional.empty();
    private boolean closed;

    AdminSockets(ServerBootstrap bootstrap) {
        this.bootstrap = bootstrap;
    }

    /** Opens another socket; does nothing if the address is open. @param address port 0 takes a free port */
    synchronized void open(InetSocketAddress address) throws IOException {
        if (closed) {
            throw new IOException("the admin endpoint is closed");
        }
        if (open.containsKey(address)) {
            return;
        }
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "can't listen on " + address + ": "
                            + SocketFailures.binding(address, bound.cause()).words(),
                    bound.cause());
        }
        open.put(address, bound.channel());
    }

    /** Closes the sockets whose addresses are not in {@code wanted}; accepted connections stay open. */
    synchronized void keep(List<InetSocketAddress> wanted) {
        open.entrySet().removeIf(socket -> {
            boolean close = !wanted.contains(socket.getKey());
            if (close) {
                socket.getValue().close().awaitUninterruptibly();
            }
            return close;
        });
    }

    /** Returns the open addresses, as {@link #open} was given them. */
    synchronized List<InetSocketAddress> addresses() {
        return List.copyOf(open.keySet());
    }

    /** Returns the address of the first open socket, with the port that was taken; the last known one if none is open. */
    synchronized Optional<InetSocketAddress> first() {
        open.values().stream()
                .findFirst()
                .ifPresent(channel -> first = Optional.of((InetSocketAddress) channel.localAddress()));
        return first;
    }

    @Override
    public synchronized void close() {
        closed = true;
        first = first();
        keep(List.of());
    }
}
