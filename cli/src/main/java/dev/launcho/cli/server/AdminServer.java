package dev.launcho.cli.server;

import dev.launcho.cli.protocol.CertificateFingerprint;
import dev.launcho.cli.server.auth.AttemptThrottle;
import dev.launcho.cli.server.auth.Credentials;
import dev.launcho.cli.server.auth.LoginLinks;
import dev.launcho.cli.server.auth.PageLogin;
import dev.launcho.cli.server.auth.PageSessions;
import dev.launcho.cli.server.auth.TlsIdentity;
import dev.launcho.cli.server.auth.Tokens;
import dev.launcho.cli.server.feed.PageFeed;
import dev.launcho.cli.server.http.ClientConnections;
import dev.launcho.cli.server.http.ConnectionToken;
import dev.launcho.cli.server.http.HttpConnection;
import dev.launcho.cli.server.http.HttpRouter;
import dev.launcho.cli.server.http.PlanPace;
import dev.launcho.cli.server.http.RefusalPace;
import dev.launcho.cli.server.http.RequestIds;
import dev.launcho.cli.server.http.TextBodies;
import dev.launcho.cli.server.http.WorkerPools;
import dev.launcho.cli.server.metrics.MetricsExposition;
import dev.launcho.cli.server.notify.ReceiverOperations;
import dev.launcho.cli.server.route.AdminRoutes;
import dev.launcho.cli.server.route.SessionRoutes;
import dev.launcho.cli.server.sample.SampleHistory;
import dev.launcho.cli.server.wire.HandshakeBytes;
import dev.launcho.cli.server.wire.HandshakeThread;
import dev.launcho.core.admin.AdminOperations;
import dev.launcho.proxy.relay.LoopWatch;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;

/**
 * The admin endpoint: an HTTPS server for a bounded number of connections ({@link ClientConnections}). Any thread may start or
 * close it.
 */
public final class AdminServer implements AutoCloseable {
    private static final int KEEPALIVE_SECONDS = 60;

    /** How often to look for sessions of pages that are over, though their streams go on. */
    private static final int SESSIONS_SECONDS = 10;

    private static final Duration TEXT_DEADLINE = Duration.ofSeconds(30);
    private static final int ARENAS = 1;
    /** In bytes: one TLS record. What one read brings is held until the client's request needs it. */
    private static final int READ = 17 * 1024;

    private static final int PAGE = 8 * 1024;
    /** Chunks of 256 KiB: a page times two to the power of this. */
    private static final int MAX_ORDER = 5;

    private final EventLoopGroup acceptor;
    private final EventLoopGroup loops;
    private final LoopWatch watch;
    private final HandshakeThread handshakes;
    private final WorkerPools workers;
    private final ChannelGroup clients;
    private final PageFeed feed;
    private final AdminSockets sockets;
    private final Credentials credentials;

    private AdminServer(
            EventLoopGroup acceptor,
            EventLoopGroup loops,
            LoopWatch watch,
            HandshakeThread handshakes,
            WorkerPools workers,
            ChannelGroup clients,
            PageFeed feed,
            AdminSockets sockets,
            Credentials credentials) {
        this.acceptor = acceptor;
        this.loops = loops;
        this.watch = watch;
        this.handshakes = handshakes;
        this.workers = workers;
        this.clients = clients;
        this.feed = feed;
        this.sockets = sockets;
        this.credentials = credentials;
    }

    /**
     * @param bind the address to listen on; port 0 takes a free port
     * @param credentials must have a private key
     * @param audit records who did what, or tried to; must not block
     * @throws IOException if the address can't be bound
     * @throws IllegalArgumentException with one line for the user, if the credentials can't be used
     */
    public static AdminServer start(
            InetSocketAddress bind,
            Credentials credentials,
            AdminOperations operations,
            ReceiverOperations receivers,
            AuditLog audit)
            throws IOException {
        SampleHistory samples = new SampleHistory(System::nanoTime, Instant.now()); // Nobody takes any.
        AdminServer server = prepare(
                credentials,
                operations,
                MetricsExposition.of(operations::status),
                receivers,
                samples,
                audit,
                Optional.empty());
        try {
            server.open(bind);
        } catch (IOException e) {
            server.close();
            throw e;
        }
        return server;
    }

    /** Builds the endpoint without an address; {@link #open} adds one. @param clientCa see {@link TlsIdentity#tls} */
    static AdminServer prepare(
            Credentials credentials,
            AdminOperations operations,
            MetricsExposition metrics,
            ReceiverOperations receivers,
            SampleHistory samples,
            AuditLog audit,
            Optional<Path> clientCa) {
        SslContext tls = TlsIdentity.tls(credentials.auth(), clientCa);
        ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true); // A late arrival is closed.
        RequestIds ids = new RequestIds();
        ClientConnections visitors = new ClientConnections();
        TextBodies texts = new TextBodies(TEXT_DEADLINE);
        WorkerPools workers = new WorkerPools();
        PageSessions sessions = new PageSessions(
                credentials, System::nanoTime, session -> ConnectionToken.cutSession(clients, session));
        Tokens tokens = new Tokens(
                credentials,
                sessions,
                new AttemptThrottle(System::nanoTime),
                what -> workers.runSoon(() -> audit.suspicious(what)),
                workers::runSoon);
        LoginLinks links = new LoginLinks(credentials, System::nanoTime);
        PageFeed feed = new PageFeed(operations);
        HttpRouter router = AdminRoutes.router(
                operations,
                metrics,
                receivers,
                credentials,
                audit::done,
                token -> ConnectionToken.cut(clients, token),
                new SessionRoutes(
                        new PageLogin(tokens, credentials, links, sessions),
                        links,
                        sessions,
                        fact -> workers.runSoon(() -> audit.done(fact)),
                        CertificateFingerprint.of(credentials.auth().cert()),
                        ServerVersion.text()),
                feed,
                samples);
        PlanPace plans = new PlanPace(System::nanoTime);
        RefusalPace refusals = new RefusalPace(System::nanoTime);
        // An acceptor that shared its thread would leave new clients waiting while the loop serves the others.
        EventLoopGroup acceptor = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("admin-acceptor", true), NioIoHandler.newFactory());
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
                2, new DefaultThreadFactory("admin-loop", true), NioIoHandler.newFactory());
        loops.next().scheduleWithFixedDelay(sessions::endOver, SESSIONS_SECONDS, SESSIONS_SECONDS, TimeUnit.SECONDS);
        LoopWatch watch = new LoopWatch(acceptor, loops);
        HandshakeThread handshakes = new HandshakeThread();
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(acceptor, loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), KEEPALIVE_SECONDS)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ))
                .childOption(ChannelOption.ALLOCATOR, allocator())
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        clients.add(channel);
                        visitors.arrived(channel);
                        HandshakeBytes.addTo(channel, tls.newHandler(channel.alloc(), handshakes.of(channel)));
                        new HttpConnection(tokens, router, workers, ids, visitors, texts, plans, refusals)
                                .listen(channel.pipeline());
                    }
                });
        return new AdminServer(
                acceptor, loops, watch, handshakes, workers, clients, feed, new AdminSockets(bootstrap), credentials);
    }

    /** Returns a small allocator: for a few TLS records, the default keeps 4 MB on the heap and 4 MB off it for each loop. */
    private static ByteBufAllocator allocator() {
        return new PooledByteBufAllocator(true, ARENAS, ARENAS, PAGE, MAX_ORDER, 0, 0, true);
    }

    /** Returns the first address, with the port that was taken. */
    public InetSocketAddress address() {
        return firstAddress().orElseThrow();
    }

    Optional<InetSocketAddress> firstAddress() {
        return sockets.first();
    }

    /** See {@link AdminSockets#open}. */
    void open(InetSocketAddress address) throws IOException {
        sockets.open(address);
    }

    /** See {@link AdminSockets#keep}. */
    void keep(List<InetSocketAddress> wanted) {
        sockets.keep(wanted);
    }

    List<InetSocketAddress> addresses() {
        return sockets.addresses();
    }

    /** Stops listening, cuts all connections, and waits for the workers and loops to end. */
    @Override
    public void close() {
        watch.closing();
        sockets.close();
        feed.close();
        workers.startNone(); // Before the cut, so that no request that waits begins meanwhile.
        clients.close().awaitUninterruptibly();
        handshakes.close();
        workers.close();
        credentials.named().writeUses();
        acceptor.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
