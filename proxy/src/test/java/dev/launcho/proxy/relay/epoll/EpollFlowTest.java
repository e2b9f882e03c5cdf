package dev.launcho.proxy.relay.epoll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.proxy.RepeatedAfterLoss;
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
import org.junit.jupiter.api.extension.ExtendWith;

/** What bytes go through on their way: buffers of several sizes, and pipes. */
class EpollFlowTest extends EngineFixture {
    @Test
    void flow_bulkAndCalm_takesAPipeAndGivesItBack() throws Exception {
        // Spare pipes are closed now and then; not while this goes on.
        EpollEngine engine = closing(new EpollEngine(1, Duration.ofHours(1), () -> new LoopBuffers(10, 0)));
        InetSocketAddress address = listen(engine);
        Socket client = closing(new Socket(address.getAddress(), address.getPort()));
        Socket far = closing(backend.accept());
        // Much more than the buffers on the way take.
        byte[] bulk = new byte[32 * 1024 * 1024];

        exchange(client, far, new byte[20_000]);
        assertThat(ask(engine, PipePool::open)).isZero();
        for (int i = 0; i < 5; i++) {
            Thread sending = new Thread(() -> write(client, bulk));
            sending.start();
            // On a busy machine it may have come to a halt before a pipe was worth it: what has piled up behind that
            // is.
            int read = 0;
            while (ask(engine, PipePool::taken) == 0) {
                read += far.getInputStream().readNBytes(64 * 1024).length;
                assertThat(read).isLessThan(bulk.length);
            }
            assertThat(far.getInputStream().readNBytes(bulk.length - read)).hasSize(bulk.length - read);
            sending.join();
            await().atMost(SOON).until(() -> ask(engine, PipePool::taken) == 0);
            exchange(client, far, new byte[20_000]);
            assertThat(ask(engine, PipePool::taken)).isZero();
        }
        assertThat(ask(engine, PipePool::open)).isEqualTo(1);
    }

    /** A message that is a little larger than a piece, after others like it. */
    @Test
    void flow_messagesOf64KiB_areTakenWhole() throws Exception {
        EpollEngine engine = closing(new EpollEngine(1));
        InetSocketAddress address = listen(engine);
        Socket client = closing(new Socket(address.getAddress(), address.getPort()));
        Socket far = closing(backend.accept());
        Straight owner = take();
        byte[] message = new byte[64 * 1024];

        // At first the kernel's buffers are smaller; what comes is there at once if the loop has something else to do.
        int reads = 0;
        for (int i = 0; i < 50 && reads != 1; i++) {
            CountDownLatch sent = new CountDownLatch(1);
            int before = owner.reads.get();
            engine.loops().get(0).execute(() -> awaitLatch(sent));
            start(() -> {
                write(client, message);
                sent.countDown();
            });
            if (!sent.await(1, TimeUnit.SECONDS)) {
                sent.countDown();
            }
            assertThat(far.getInputStream().readNBytes(message.length)).hasSize(message.length);
            reads = owner.reads.get() - before;
        }

        assertThat(reads).isEqualTo(1);
        assertThat(ask(engine, PipePool::taken)).isZero();
    }

    /** What a huge piece still holds when its reader stalls stays with it: few are given one. */
    @Test
    void flows_toReadersThatStall_endInPipesButForAFew() throws Exception {
        EpollEngine engine = closing(new EpollEngine(1, Duration.ofSeconds(10), () -> new LoopBuffers(100, 1)));
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
        assertThat(written.await(30, TimeUnit.SECONDS)).isTrue();

        piledUp.countDown();

        await().atMost(SOON).until(() -> ask(engine, PipePool::taken) > 0);
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
        for (int stalls = 0; stalls < 100 && !isSoon(() -> ask(engine, PipePool::taken) == 1); ) {
            if (owner.received.get() == before) {
                stalls++;
                far.getInputStream().readNBytes(300_000);
            }
            before = owner.received.get();
        }

        assertThat(ask(engine, PipePool::taken)).isEqualTo(1);
        assertThat(on(engine, () -> engine.home(0).buffers().lent())).isZero();
        far.setSoTimeout(30_000);
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
        boolean kept = keepsAHugePiece(engine);
        for (int i = 0; i < 100 && !kept; i++) {
            far.getInputStream().readNBytes(2 * 1024 * 1024);
            kept = keepsAHugePiece(engine);
        }

        assertThat(kept).isTrue();
    }

    /** What is left of a huge piece takes one of its own only if it is much: what fits into a pipe goes there. */
    @Test
    void flows_fromHugePiecesToReadersThatStall_keepNoLargeOnes() throws Exception {
        EpollEngine engine = closing(new EpollEngine(1, Duration.ofSeconds(10), () -> new LoopBuffers(100, 100)));
        InetSocketAddress address = listen(engine);
        LoopBuffers buffers = engine.home(0).buffers();
        int readers = 32;
        byte[] much = new byte[32 * 1024 * 1024];
        for (int i = 0; i < readers; i++) {
            Socket client = closing(new Socket(address.getAddress(), address.getPort()));
            Socket far = closing(backend.accept());
            far.setSoTimeout(30_000);
            start(() -> write(client, much));
            assertThat(far.getInputStream().readNBytes(2 * Flow.PROVEN)).hasSize(2 * Flow.PROVEN);
        }

        // Of the others so little is left that it is kept in a small piece.
        await().atMost(SOON).until(() -> ask(engine, PipePool::taken) + on(engine, buffers::lent) >= readers * 3 / 4);

        assertThat(on(engine, () -> buffers.lent() - buffers.lentHuge())).isZero();
    }

    private static boolean keepsAHugePiece(EpollEngine engine) throws Exception {
        EventLoopState loop = engine.home(0);
        return isSoon(() ->
                on(engine, () -> loop.buffers().lentHuge() == 1 && loop.pipes().taken() == 0));
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
    @ExtendWith(RepeatedAfterLoss.class)
    void stalledReader_breaks_pipeAndMemoryComeBack() throws Exception {
        EpollEngine engine = closing(new EpollEngine(1));
        EventLoopState loop = engine.home(0);
        InetSocketAddress address = listen(engine);
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Socket client = closing(new Socket(address.getAddress(), address.getPort()));
            clients.add(client);
            closing(backend.accept());
            start(() -> write(client, new byte[32 * 1024 * 1024]));
        }
        await().atMost(SOON)
                .until(() -> ask(engine, PipePool::taken)
                                + on(engine, () -> loop.buffers().lent())
                        >= 4);

        for (Socket client : clients) {
            client.setSoLinger(true, 0);
            client.close();
        }

        await().atMost(SOON).until(() -> loop.connections() == 0);
        assertThat(ask(engine, PipePool::taken)).isZero();
        assertThat(on(engine, () -> loop.buffers().lent())).isZero();
    }

    private static int ask(EpollEngine engine, ToIntFunction<PipePool> what) throws Exception {
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
