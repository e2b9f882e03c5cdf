package dev.launcho.proxy.relay.epoll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

/** What bytes go through on their way: buffers of several sizes, and pipes. */
class EpollFlowTest extends EngineFixture {
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

    /** What is left of a huge piece takes one of its own only if it is much: what fits into a pipe goes there. */
    @Test
    void flows_fromHugePiecesToReadersThatStall_keepNoLargeOnes() throws Exception {
        EpollEngine engine = closing(new EpollEngine(1, Duration.ofSeconds(10), () -> new Buffers(100, 100)));
        InetSocketAddress address = listen(engine);
        Buffers buffers = engine.home(0).buffers();
        int readers = 32;
        byte[] much = new byte[32 * 1024 * 1024];
        for (int i = 0; i < readers; i++) {
            Socket client = closing(new Socket(address.getAddress(), address.getPort()));
            Socket far = closing(backend.accept());
            far.setSoTimeout(10_000);
            start(() -> write(client, much));
            assertThat(far.getInputStream().readNBytes(2 * Flow.PROVEN)).hasSize(2 * Flow.PROVEN);
        }

        // Of the others so little is left that it is kept in a small piece.
        await().atMost(SOON).until(() -> ask(engine, Pipes::taken) + on(engine, buffers::lent) >= readers * 3 / 4);

        assertThat(on(engine, () -> buffers.lent() - buffers.lentHuge())).isZero();
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

    private static int ask(EpollEngine engine, ToIntFunction<Pipes> what) throws Exception {
        return on(engine, () -> what.applyAsInt(engine.home(0).pipes()));
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
}
