package dev.launcho.cli.server;

import dev.launcho.cli.server.http.Connection;
import dev.launcho.cli.server.http.RequestIds;
import dev.launcho.cli.server.http.Router;
import dev.launcho.cli.server.http.Visitors;
import dev.launcho.cli.server.http.Workers;
import dev.launcho.core.admin.Operations;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;

/**
 * The admin endpoint: HTTPS on one address, for a bounded number of {@link Visitors}. Started once, closed
 * once, by any thread.
 */
public final class AdminServer implements AutoCloseable {
    private static final int LONGEST_LINE = 4096;
    private static final int LARGEST_HEADERS = 16 * 1024;
    private static final int KEEPALIVE_SECONDS = 60;

    private static final int ARENAS = 1;
    private static final int PAGE = 8 * 1024;
    /** Chunks of 256 KiB: a page times two to this. */
    private static final int MAX_ORDER = 5;

    private final EventLoopGroup loops;
    private final Workers workers;
    private final ChannelGroup clients;
    private final Channel listener;

    private AdminServer(EventLoopGroup loops, Workers workers, ChannelGroup clients, Channel listener) {
        this.loops = loops;
        this.workers = workers;
        this.clients = clients;
        this.listener = listener;
    }

    /**
     * @param bind port 0 takes a free one
     * @param credentials with a private key
     * @param audit is told who did what, or tried to; must not block
     * @throws IOException if the address can't be bound
     * @throws IllegalArgumentException with a line for the user if they can't be used
     */
    public static AdminServer start(InetSocketAddress bind, Credentials credentials, Operations operations, Audit audit)
            throws IOException {
        SslContext tls = Identity.tls(credentials.auth());
        Router router = AdminRoutes.router(operations, credentials, audit::done);
        RequestIds ids = new RequestIds();
        Visitors visitors = new Visitors();
        Workers workers = new Workers();
        Tokens tokens = new Tokens(
                credentials, new Throttle(System::nanoTime), what -> workers.runSoon(() -> audit.suspicious(what)));
        ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
                2, new DefaultThreadFactory("admin-loop", true), NioIoHandler.newFactory());
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), KEEPALIVE_SECONDS)
                .childOption(ChannelOption.ALLOCATOR, allocator())
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        clients.add(channel);
                        visitors.arrived(channel);
                        channel.pipeline()
                                .addLast(tls.newHandler(channel.alloc()))
                                .addLast(new HttpServerCodec(new HttpDecoderConfig()
                                        .setMaxInitialLineLength(LONGEST_LINE)
                                        .setMaxHeaderSize(LARGEST_HEADERS)))
                                .addLast(new FlowControlHandler())
                                .addLast(new Connection(tokens, router, workers, ids, visitors));
                    }
                });
        var bound = bootstrap.bind(bind).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            workers.close();
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw new IOException(
                    "can't listen on " + bind + ": " + bound.cause().getMessage(), bound.cause());
        }
        return new AdminServer(loops, workers, clients, bound.channel());
    }

    /** The default one keeps four megabytes on the heap and as many off it for each loop, for a few records of TLS. */
    private static ByteBufAllocator allocator() {
        return new PooledByteBufAllocator(true, ARENAS, ARENAS, PAGE, MAX_ORDER, 0, 0, true);
    }

    /** With the port that was taken. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** Stops listening, cuts what is under way, and waits for the loops to end. */
    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        clients.close().awaitUninterruptibly();
        workers.close();
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
