package dev.launcho.proxy.relay.epoll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.launcho.proxy.relay.IdleOwner;
import dev.launcho.proxy.relay.ListeningSocket;
import dev.launcho.proxy.relay.Relay;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.LinuxSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EpollEngineTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final LinkedBlockingQueue<Straight> owners = new LinkedBlockingQueue<>();
    private ServerSocket backend;

    @BeforeAll
    static void onlyOnLinux() {
        assumeTrue(Epoll.isAvailable());
    }

    @BeforeEach
    void startBackend() throws IOException {
        backend = closing(new ServerSocket(0, 500, InetAddress.getLoopbackAddress()));
    }

    @AfterEach
    void closeEverything() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    @Test
    void listen_manyConnections_areSpreadOverAllLoops() throws IOException {
        EpollEngine engine = closing(new EpollEngine(2));
        Collection<EventLoop> began = new ConcurrentLinkedQueue<>();
        InetSocketAddress address = freeAddress();
        engine.listen(address, relay -> new IdleOwner() {
            @Override
            public void begin() {
                began.add(relay.loop());
            }
        });

        for (int i = 0; i < 64; i++) {
            closing(new Socket(address.getAddress(), address.getPort()));
        }

        await().atMost(SOON).until(() -> began.size() == 64);
        assertThat(engine.loops()).allMatch(loop -> Collections.frequency(began, loop) >= 32 - Acceptor.UNEVEN);
    }

    @Test
    void close_addressIsFreeWhenItReturns() throws IOException {
        EpollEngine engine = closing(new EpollEngine(2));
        InetSocketAddress address = freeAddress();
        for (int i = 0; i < 50; i++) {
            ListeningSocket socket = engine.listen(address, relay -> new IdleOwner());
            assertThatThrownBy(() -> engine.listen(address, relay -> new IdleOwner()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Address already in use");
            socket.close();
            assertThat(socket.isOpen()).isFalse();
        }
    }

    /**
     * In one round of events a connection breaks, a new one comes, and then there is an event for the broken one's other
     * socket. Were its number given to the new one's backend socket, that would look connected.
     */
    @Test
    void events_descriptorsWouldBeReused_reachNobodyElse() throws Exception {
        EpollEngine engine = closing(new EpollEngine(1));
        InetSocketAddress mute = mute();
        InetSocketAddress[] target = {(InetSocketAddress) backend.getLocalSocketAddress()};
        InetSocketAddress address = listen(engine, target);
        for (int i = 0; i < 20; i++) {
            target[0] = (InetSocketAddress) backend.getLocalSocketAddress();
            Socket first = new Socket(address.getAddress(), address.getPort());
            Socket firstBackend = closing(backend.accept());
            take().connected.get(5, TimeUnit.SECONDS);

            CountDownLatch piledUp = new CountDownLatch(1);
            engine.loops().get(0).execute(() -> awaitLatch(piledUp));
            target[0] = mute;
            first.setSoLinger(true, 0);
            first.close();
            Socket second = closing(new Socket(address.getAddress(), address.getPort()));
            firstBackend.getOutputStream().write(1);
            piledUp.countDown();

            Straight fresh = take();
            engine.loops().get(0).submit(() -> {}).get(5, TimeUnit.SECONDS);
            engine.loops().get(0).submit(() -> {}).get(5, TimeUnit.SECONDS);
            assertThat(fresh.connected).isNotDone();
            second.close();
        }
    }

    /** The loop hears of all of it at once: that the connect has succeeded, of the bytes, and of the reset. */
    @Test
    void connect_backendSpeaksAndResets_beforeItIsLookedAt_clientGetsWhatItSaid() throws Exception {
        EpollEngine engine = closing(new EpollEngine(1));
        CountDownLatch over = new CountDownLatch(1);
        InetSocketAddress address = listenAndStop(engine, over);
        Socket client = closing(new Socket(address.getAddress(), address.getPort()));
        try (Socket far = backend.accept()) {
            far.getOutputStream().write("sorry".getBytes(StandardCharsets.US_ASCII));
            far.setSoLinger(true, 0);
        }

        over.countDown();

        assertThat(client.getInputStream().readNBytes(5)).asString().isEqualTo("sorry");
        assertThatThrownBy(() -> client.getInputStream().read()).hasMessageContaining("reset");
        assertThat(take().connected).isCompleted();
    }

    @Test
    void connect_backendResetsWithoutAWord_beforeItIsLookedAt_hasFailed() throws Exception {
        EpollEngine engine = closing(new EpollEngine(1));
        CountDownLatch over = new CountDownLatch(1);
        InetSocketAddress address = listenAndStop(engine, over);
        closing(new Socket(address.getAddress(), address.getPort()));
        try (Socket far = backend.accept()) {
            far.setSoLinger(true, 0);
        }

        over.countDown();

        assertThat(take().connected).failsWithin(SOON);
    }

    @Test
    void flow_bulkAndCalm_takesAPipeAndGivesItBack() throws Exception {
        EpollEngine engine = closing(new EpollEngine(1, Duration.ofSeconds(10), () -> new Buffers(10, 0)));
        InetSocketAddress address = listen(engine);
        Socket client = closing(new Socket(address.getAddress(), address.getPort()));
        Socket far = closing(backend.accept());
        // Much more than the buffers on the way take.
        byte[] bulk = new byte[32 * 1024 * 1024];

        exchange(client, far, new byte[20_000]);
        assertThat(ask(engine, Pipes::open)).isZero();
        for (int i = 0; i < 5; i++) {
            Thread sending = new Thread(() -> write(client, bulk));
            sending.start();
            // On a busy machine it may have come to a halt before a pipe was worth it: what has piled up behind that
            // is.
            int read = 0;
            while (ask(engine, Pipes::taken) == 0) {
                read += far.getInputStream().readNBytes(64 * 1024).length;
                assertThat(read).isLessThan(bulk.length);
            }
            assertThat(far.getInputStream().readNBytes(bulk.length - read)).hasSize(bulk.length - read);
            sending.join();
            await().atMost(SOON).until(() -> ask(engine, Pipes::taken) == 0);
            exchange(client, far, new byte[20_000]);
            assertThat(ask(engine, Pipes::taken)).isZero();
        }
        assertThat(ask(engine, Pipes::open)).isEqualTo(1);
    }

    /** What a huge piece still holds when its reader stalls stays with it: few are given one. */
    @Test
    void flows_toReadersThatStall_endInPipesButForAFew() throws Exception {
        EpollEngine engine = closing(new EpollEngine(1, Duration.ofSeconds(10), () -> new Buffers(100, 1)));
        InetSocketAddress address = listen(engine);
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            clients.add(closing(new Socket(address.getAddress(), address.getPort())));
            closing(backend.accept());
        }
        CountDownLatch piledUp = new CountDownLatch(1);
        engine.loops().get(0).execute(() -> awaitLatch(piledUp));
        CountDownLatch written = new CountDownLatch(clients.size());
        for (Socket client : clients) {
            start(() -> {
                write(client, new byte[200 * 1024]);
                written.countDown();
                write(client, new byte[32 * 1024 * 1024]);
            });
        }
        assertThat(written.await(5, TimeUnit.SECONDS)).isTrue();

        piledUp.countDown();

        await().atMost(SOON).until(() -> ask(engine, Pipes::taken) > 0);
        assertThat(on(engine, () -> engine.home(0).buffers().lentHuge())).isLessThanOrEqualTo(1);
    }

    /** Also one that never was bulk: what it has not taken leaves the piece to others. */
    @Test
    void flow_calmToAReaderThatStalls_waitsInAPipe() throws Exception {
        EpollEngine engine = closing(new EpollEngine(1));
        InetSocketAddress address = listen(engine);
        Socket client = closing(new Socket(address.getAddress(), address.getPort()));
        Socket far = closing(backend.accept());
        Straight owner = take();
        byte[] chunk = new byte[50_000];
        start(() -> {
            for (long sent = chunk.length; !client.isClosed(); sent += chunk.length) {
                write(client, chunk);
                while (owner.received.get() < sent && !client.isClosed()) {
                    LockSupport.parkNanos(20_000);
                }
            }
        });

        // Now and then so little is left of a piece that it is kept, and it takes another stall.
        long before = -1;
        for (int stalls = 0; stalls < 20 && !isSoon(() -> ask(engine, Pipes::taken) == 1); ) {
            if (owner.received.get() == before) {
                stalls++;
                far.getInputStream().readNBytes(300_000);
            }
            before = owner.received.get();
        }

        assertThat(ask(engine, Pipes::taken)).isEqualTo(1);
        assertThat(on(engine, () -> engine.home(0).buffers().lent())).isZero();
        far.setSoTimeout(5_000);
        assertThat(far.getInputStream().readNBytes(8 * 1024 * 1024)).hasSize(8 * 1024 * 1024);
    }

    @Test
    void flow_toAReaderThatTakesMuch_isCopiedInHugePieces() throws Exception {
        EpollEngine engine = closing(new EpollEngine(1));
        InetSocketAddress address = listen(engine);
        Socket client = closing(new Socket(address.getAddress(), address.getPort()));
        Socket far = closing(backend.accept());
        start(() -> write(client, new byte[256 * 1024 * 1024]));
        assertThat(far.getInputStream().readNBytes(2 * Flow.PROVEN)).hasSize(2 * Flow.PROVEN);

        // Each time that it stalls, the chance is good that much of a piece is left.
        for (int i = 0; i < 100 && !keepsAHugePiece(engine); i++) {
            far.getInputStream().readNBytes(2 * 1024 * 1024);
        }

        assertThat(keepsAHugePiece(engine)).isTrue();
        assertThat(ask(engine, Pipes::taken)).isZero();
    }

    private static boolean keepsAHugePiece(EpollEngine engine) throws Exception {
        return isSoon(() -> on(engine, () -> engine.home(0).buffers().lentHuge()) == 1);
    }

    /** Waits a moment for it. */
    private static boolean isSoon(Callable<Boolean> what) throws Exception {
        long end = System.nanoTime() + Duration.ofMillis(200).toNanos();
        while (System.nanoTime() < end) {
            if (what.call()) {
                return true;
            }
        }
        return false;
    }

    @Test
    void stalledReader_breaks_pipeAndMemoryComeBack() throws Exception {
        EpollEngine engine = closing(new EpollEngine(1));
        Loop loop = engine.home(0);
        InetSocketAddress address = listen(engine);
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Socket client = closing(new Socket(address.getAddress(), address.getPort()));
            clients.add(client);
            closing(backend.accept());
            start(() -> write(client, new byte[32 * 1024 * 1024]));
        }
        await().atMost(SOON)
                .until(() -> ask(engine, Pipes::taken)
                                + on(engine, () -> loop.buffers().lent())
                        >= 4);

        for (Socket client : clients) {
            client.setSoLinger(true, 0);
            client.close();
        }

        await().atMost(Duration.ofSeconds(10)).until(() -> loop.connections() == 0);
        assertThat(ask(engine, Pipes::taken)).isZero();
        assertThat(on(engine, () -> loop.buffers().lent())).isZero();
    }

    /** Short connections are spared the system calls. */
    @Test
    void keepAlive_backendOfALastingConnection_getsIt() throws Exception {
        EpollEngine engine = closing(new EpollEngine(1, Duration.ofMillis(50), () -> Buffers.ofThisProcess(1)));
        InetSocketAddress address = listen(engine);
        closing(new Socket(address.getAddress(), address.getPort()));
        Socket far = closing(backend.accept());

        await().atMost(SOON)
                .until(() -> Files.readAllLines(Path.of("/proc/self/net/tcp")).stream()
                        .map(line -> line.strip().split("\\s+"))
                        .filter(fields -> fields[1].endsWith(String.format(":%04X", far.getPort()))
                                && fields[2].endsWith(String.format(":%04X", far.getLocalPort())))
                        .anyMatch(fields -> fields[5].startsWith("02:")));
    }

    /** The kernel gives up by itself who acknowledges nothing for so long; it is told of by an option only. */
    @Test
    void idleTimeout_isTheKernelsUserTimeoutToo() throws Exception {
        EpollEngine engine = closing(new EpollEngine(1));
        InetSocketAddress address = freeAddress();
        InetSocketAddress target = (InetSocketAddress) backend.getLocalSocketAddress();
        engine.listen(address, relay -> {
            Straight owner = new Straight(relay, target, Duration.ofMillis(77_000));
            owners.add(owner);
            return owner;
        });
        closing(new Socket(address.getAddress(), address.getPort()));
        closing(backend.accept());
        EpollRelay relay = (EpollRelay) take().relay;

        await().atMost(SOON)
                .until(() -> on(
                                engine,
                                () -> relay.sockets().stream()
                                        .map(EpollEngineTest::userTimeout)
                                        .toList())
                        .equals(List.of(77_000, 77_000)));
    }

    private static int userTimeout(LinuxSocket socket) {
        try {
            return socket.getIntOpt(6, 18);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Test
    void problem_here_isNone() {
        assertThat(EpollEngine.problem()).isEmpty();
    }

    /** A fault of one connection's owner is that connection's end only. */
    @Test
    void ownerThrows_connectionIsReset_othersGoOn() throws Exception {
        EpollEngine engine = closing(new EpollEngine(1));
        InetSocketAddress address = freeAddress();
        InetSocketAddress target = (InetSocketAddress) backend.getLocalSocketAddress();
        boolean[] faulty = {false};
        engine.listen(address, relay -> faulty[0] ? new Faulty(relay) : remember(relay, target));
        Socket good = closing(new Socket(address.getAddress(), address.getPort()));
        Socket far = closing(backend.accept());
        take();
        faulty[0] = true;

        for (int i = 0; i < 3; i++) {
            Socket bad = closing(new Socket(address.getAddress(), address.getPort()));
            assertThatThrownBy(() -> bad.getInputStream().read()).hasMessageContaining("reset");
        }

        exchange(good, far, new byte[10]);
        await().atMost(SOON).until(() -> engine.home(0).connections() == 1);
    }

    private static int ask(EpollEngine engine, ToIntFunction<Pipes> what) throws Exception {
        return on(engine, () -> what.applyAsInt(engine.home(0).pipes()));
    }

    private static <T> T on(EpollEngine engine, Callable<T> what) throws Exception {
        return engine.loops().get(0).submit(what).get(5, TimeUnit.SECONDS);
    }

    private static final class Faulty extends IdleOwner {
        Faulty(Relay relay) {}

        @Override
        public void begin() {
            throw new IllegalStateException("on purpose");
        }
    }

    private InetSocketAddress listen(EpollEngine engine) throws IOException {
        return listen(engine, new InetSocketAddress[] {(InetSocketAddress) backend.getLocalSocketAddress()});
    }

    private InetSocketAddress listen(EpollEngine engine, InetSocketAddress[] target) throws IOException {
        InetSocketAddress address = freeAddress();
        engine.listen(address, relay -> remember(relay, target[0]));
        return address;
    }

    /** Its loop stops in each connect, before it can hear how that went. */
    private InetSocketAddress listenAndStop(EpollEngine engine, CountDownLatch until) throws IOException {
        InetSocketAddress address = freeAddress();
        InetSocketAddress target = (InetSocketAddress) backend.getLocalSocketAddress();
        engine.listen(address, relay -> {
            Straight owner = new Straight(relay, target) {
                @Override
                public void begin() {
                    super.begin();
                    awaitLatch(until);
                }
            };
            owners.add(owner);
            return owner;
        });
        return address;
    }

    private Straight remember(Relay relay, InetSocketAddress target) {
        Straight owner = new Straight(relay, target);
        owners.add(owner);
        return owner;
    }

    private Straight take() throws InterruptedException {
        Straight owner = owners.poll(5, TimeUnit.SECONDS);
        assertThat(owner).isNotNull();
        return owner;
    }

    private <T extends AutoCloseable> T closing(T resource) {
        opened.push(resource);
        return resource;
    }

    /** Its backlog is full: the kernel drops every further attempt to connect. */
    private InetSocketAddress mute() throws IOException {
        ServerSocket server = closing(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        for (int i = 0; i < 2; i++) {
            closing(new Socket(server.getInetAddress(), server.getLocalPort()));
        }
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    private static void exchange(Socket client, Socket far, byte[] bytes) throws IOException {
        client.getOutputStream().write(bytes);
        assertThat(far.getInputStream().readNBytes(bytes.length)).hasSize(bytes.length);
        far.getOutputStream().write(bytes);
        assertThat(client.getInputStream().readNBytes(bytes.length)).hasSize(bytes.length);
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException broken) {
            // Tests that care look at the other end.
        }
    }

    private static void start(Runnable what) {
        Thread thread = new Thread(what);
        thread.setDaemon(true);
        thread.start();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static InetSocketAddress freeAddress() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return (InetSocketAddress) probe.getLocalSocketAddress();
        }
    }
}
