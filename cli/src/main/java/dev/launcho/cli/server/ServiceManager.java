package dev.launcho.cli.server;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A client of sd_notify(3), which notifies systemd or another service manager that the server is ready, stopping, and alive.
 * Does nothing if {@code NOTIFY_SOCKET} is not set. Any thread.
 */
final class ServiceManager implements AutoCloseable {
    /** What the server itself needs after its last wait. */
    private static final long MARGIN_MILLIS = 10_000;

    private final Optional<Channel> socket;
    private final Optional<EventLoopGroup> loop;

    private ServiceManager(Optional<Channel> socket, Optional<EventLoopGroup> loop) {
        this.socket = socket;
        this.loop = loop;
    }

    /** @param warn receives one line if the service manager can't be notified */
    static ServiceManager of(Map<String, String> environment, Consumer<String> warn) {
        String path = environment.getOrDefault("NOTIFY_SOCKET", "");
        if (path.isEmpty()) {
            return new ServiceManager(Optional.empty(), Optional.empty());
        }
        if (!Epoll.isAvailable()) {
            warn.accept("NOTIFY_SOCKET is set, but this platform has no datagram sockets of that kind: use Type=exec");
            return new ServiceManager(Optional.empty(), Optional.empty());
        }
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("sd-notify", true), EpollIoHandler.newFactory());
        // An address that starts with @ is in the abstract namespace, unix(7).
        String address = path.startsWith("@") ? "\0" + path.substring(1) : path;
        var connected = new Bootstrap()
                .group(loop)
                .channel(EpollDomainDatagramChannel.class)
                .handler(new ChannelHandlerAdapter() {})
                .connect(new DomainSocketAddress(address))
                .awaitUninterruptibly();
        if (!connected.isSuccess()) {
            warn.accept("NOTIFY_SOCKET=" + path + " can't be reached: "
                    + connected.cause().getMessage());
            return new ServiceManager(Optional.empty(), Optional.of(loop));
        }
        return new ServiceManager(Optional.of(connected.channel()), Optional.of(loop));
    }

    void ready(String status) {
        send("READY=1\nSTATUS=" + status + "\nMAINPID="
                + ProcessHandle.current().pid());
    }

    void stopping() {
        send("STOPPING=1\nSTATUS=connections drain, then every process is ended");
    }

    /** Asks for more time to stop than systemd's TimeoutStopSec, sd_notify(3). @param millis from now */
    void extendTimeout(long millis) {
        send("EXTEND_TIMEOUT_USEC=" + TimeUnit.MILLISECONDS.toMicros(millis + MARGIN_MILLIS));
    }

    /**
     * Notifies the watchdog twice in each of its intervals, for as long as the server is well.
     *
     * @param well must not block; while it returns false nothing is sent, so that the service manager restarts the server
     */
    void watch(Map<String, String> environment, BooleanSupplier well) {
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        String pid = environment.getOrDefault("WATCHDOG_PID", "");
        boolean ours = pid.isEmpty()
                || pid.equals(Long.toString(ProcessHandle.current().pid()));
        if (socket.isEmpty() || !ours || !micros.matches("[1-9][0-9]{0,17}")) {
            return;
        }
        long half = Math.max(1, Long.parseLong(micros) / 2);
        socket.get()
                .eventLoop()
                .scheduleAtFixedRate(
                        () -> {
                            if (well.getAsBoolean()) {
                                send("WATCHDOG=1");
                            }
                        },
                        0,
                        half,
                        TimeUnit.MICROSECONDS);
    }

    private void send(String state) {
        socket.ifPresent(s -> {
            var sent = s.writeAndFlush(Unpooled.copiedBuffer(state, StandardCharsets.UTF_8));
            if (!s.eventLoop().inEventLoop()) {
                sent.awaitUninterruptibly(1_000);
            }
        });
    }

    @Override
    public void close() {
        loop.ifPresent(l -> l.shutdownGracefully(0, 1, TimeUnit.SECONDS));
    }
}
