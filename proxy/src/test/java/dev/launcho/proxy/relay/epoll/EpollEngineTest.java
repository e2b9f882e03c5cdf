package dev.launcho.proxy.relay.epoll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.proxy.KernelSockets;
import dev.launcho.proxy.RepeatedAfterLoss;
import dev.launcho.proxy.relay.BindFailure;
import dev.launcho.proxy.relay.IdleOwner;
import dev.launcho.proxy.relay.ListeningSocket;
import dev.launcho.proxy.relay.Relay;
import io.netty.channel.EventLoop;
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
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

class EpollEngineTest extends EngineFixture {
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
                    .isInstanceOfSatisfying(
                            BindFailure.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.ADDRESS_TAKEN));
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
            take().connected.get(30, TimeUnit.SECONDS);

            CountDownLatch piledUp = new CountDownLatch(1);
            engine.loops().get(0).execute(() -> awaitLatch(piledUp));
            target[0] = mute;
            first.setSoLinger(true, 0);
            first.close();
            Socket second = closing(new Socket(address.getAddress(), address.getPort()));
            firstBackend.getOutputStream().write(1);
            piledUp.countDown();

            Straight fresh = take();
            engine.loops().get(0).submit(() -> {}).get(30, TimeUnit.SECONDS);
            engine.loops().get(0).submit(() -> {}).get(30, TimeUnit.SECONDS);
            assertThat(fresh.connected).isNotDone();
            second.close();
        }
    }

    /** The loop hears of all of it at once: that the connect has succeeded, of the bytes, and of the reset. */
    @Test
    @ExtendWith(RepeatedAfterLoss.class)
    void connect_backendSpeaksAndResets_beforeItIsLookedAt_clientGetsWhatItSaid() throws Exception {
        EpollEngine engine = closing(new EpollEngine(1));
        CountDownLatch over = new CountDownLatch(1);
        InetSocketAddress address = listenAndStop(engine, over);
        Socket client = closing(new Socket(address.getAddress(), address.getPort()));
        int relay;
        try (Socket far = backend.accept()) {
            relay = far.getPort();
            far.getOutputStream().write("sorry".getBytes(StandardCharsets.US_ASCII));
            far.setSoLinger(true, 0);
        }
        KernelSockets.awaitGone(relay, backend.getLocalPort());

        over.countDown();

        assertThat(client.getInputStream().readNBytes(5)).asString().isEqualTo("sorry");
        assertThatThrownBy(() -> client.getInputStream().read()).hasMessageContaining("reset");
        assertThat(take().connected).isCompleted();
    }

    @Test
    @ExtendWith(RepeatedAfterLoss.class)
    void connect_backendResetsWithoutAWord_beforeItIsLookedAt_hasFailed() throws Exception {
        EpollEngine engine = closing(new EpollEngine(1));
        CountDownLatch over = new CountDownLatch(1);
        InetSocketAddress address = listenAndStop(engine, over);
        closing(new Socket(address.getAddress(), address.getPort()));
        int relay;
        try (Socket far = backend.accept()) {
            relay = far.getPort();
            far.setSoLinger(true, 0);
        }
        KernelSockets.awaitGone(relay, backend.getLocalPort());

        over.countDown();

        assertThat(take().connected).failsWithin(SOON);
    }

    /** Short connections are spared the system calls. */
    @Test
    void keepAlive_backendOfALastingConnection_getsIt() throws Exception {
        EpollEngine engine = closing(new EpollEngine(1, Duration.ofMillis(50), () -> LoopBuffers.ofThisProcess(1)));
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
    @ExtendWith(RepeatedAfterLoss.class)
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

    private static final class Faulty extends IdleOwner {
        Faulty(Relay relay) {}

        @Override
        public void begin() {
            throw new IllegalStateException("on purpose");
        }
    }

    /** Its backlog is full: the kernel drops every further attempt to connect. */
    private InetSocketAddress mute() throws IOException {
        ServerSocket server = closing(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        for (int i = 0; i < 2; i++) {
            closing(new Socket(server.getInetAddress(), server.getLocalPort()));
        }
        KernelSockets.awaitBacklog(server.getLocalPort(), 2);
        return (InetSocketAddress) server.getLocalSocketAddress();
    }
}
