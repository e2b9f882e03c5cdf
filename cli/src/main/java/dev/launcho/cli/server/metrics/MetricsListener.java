package dev.launcho.cli.server.metrics;

import dev.launcho.core.net.SocketFailures;
import dev.launcho.core.text.HostPort;
import dev.launcho.proxy.relay.LoopWatch;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The plain listener for metrics: HTTP without TLS and without a token, for at most {@value #MOST_CONNECTIONS} connections of
 * one request each. One event loop, and one worker that scrapes. It is bound before anything else of the server is, so that
 * nothing takes its address meanwhile; clients that connect before {@link #serve} wait. Any thread may close it.
 */
public final class MetricsListener implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 16;
    private static final int LONGEST_LINE = 1_024;
    private static final int LARGEST_HEADERS = 8 * 1_024;

    private final EventLoopGroup loop;
    private final LoopWatch watch;
    private final ExecutorService worker;
    private final Clients clients;
    private final Channel socket;
    private final AtomicBoolean closed = new AtomicBoolean();

    private MetricsListener(
            EventLoopGroup loop, LoopWatch watch, ExecutorService worker, Clients clients, Channel socket) {
        this.loop = loop;
        this.watch = watch;
        this.worker = worker;
        this.clients = clients;
        this.socket = socket;
    }

    /** Takes connections. Event loop. */
    private static final class Clients extends ChannelInitializer<Channel> {
        private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
        /** Those that have not asked, the oldest first. */
        private final Set<Channel> silent = new LinkedHashSet<>();

        private final ExecutorService worker;
        private volatile @Nullable MetricsExposition metrics;

        Clients(ExecutorService worker) {
            this.worker = worker;
        }

        @Override
        protected void initChannel(Channel channel) {
            MetricsExposition served = metrics;
            if (served == null || !hasRoom()) {
                channel.close();
                return;
            }
            open.add(channel);
            silent.add(channel);
            channel.closeFuture().addListener(closed -> silent.remove(channel));
            channel.pipeline()
                    .addLast(
                            new HttpServerCodec(new HttpDecoderConfig()
                                    .setMaxInitialLineLength(LONGEST_LINE)
                                    .setMaxHeaderSize(LARGEST_HEADERS)),
                            new MetricsRequest(served, worker, () -> silent.remove(channel)));
        }

        /** Makes room for one more where it can: whoever is silent must not keep out the one that asks. */
        private boolean hasRoom() {
            if (open.size() < MOST_CONNECTIONS) {
                return true;
            }
            Iterator<Channel> oldest = silent.iterator();
            if (!oldest.hasNext()) {
                return false;
            }
            Channel gone = oldest.next();
            oldest.remove();
            gone.close();
            return true;
        }
    }

    /** Returns a worker of one thread. What waits for it is bounded: those that asked may be gone. */
    static ExecutorService worker() {
        return new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_CONNECTIONS),
                new DefaultThreadFactory("metrics-worker", true));
    }

    private static IOException unusable(HostPort address, InetSocketAddress bind, Throwable cause) {
        return new IOException(
                "the metrics address " + address + " can't be used: "
                        + SocketFailures.binding(bind, cause).words() + "; set server.metrics in launcho-config.yaml",
                cause);
    }

    /**
     * Binds the address, and takes no connection yet.
     *
     * @throws IOException with one line for the user, if the address can't be bound
     */
    public static MetricsListener bind(HostPort address) throws IOException {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("metrics-loop", true), NioIoHandler.newFactory());
        LoopWatch watch = new LoopWatch(loop);
        ExecutorService worker = worker();
        Clients clients = new Clients(worker);
        InetSocketAddress bind = new InetSocketAddress(address.host(), address.port());
        ChannelFuture bound = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.AUTO_READ, false)
                // A pool would keep 8 MB for a text now and then.
                .childOption(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
                .childHandler(clients)
                .bind(bind)
                .awaitUninterruptibly();
        MetricsListener listener = new MetricsListener(loop, watch, worker, clients, bound.channel());
        if (!bound.isSuccess()) {
            listener.close();
            throw unusable(address, bind, bound.cause());
        }
        return listener;
    }

    /** Begins to take connections. To be called once. */
    public void serve(MetricsExposition metrics) {
        clients.metrics = metrics;
        socket.config().setAutoRead(true);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        watch.closing();
        socket.close().awaitUninterruptibly();
        clients.open.close().awaitUninterruptibly();
        worker.shutdownNow();
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
