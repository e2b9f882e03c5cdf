package dev.launcho.proxy.relay.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.launcho.proxy.KernelSockets;
import dev.launcho.proxy.RepeatedAfterLoss;
import dev.launcho.proxy.StartsAnew;
import dev.launcho.proxy.relay.IdleOwner;
import dev.launcho.proxy.relay.RelayOwner.End;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What of a reset NIO sees, and what it can't. */
class SpliceResetTest implements StartsAnew {
    /** Much more than all buffers on the way take. */
    private static final int MUCH = 64 * 1024 * 1024;

    private MultiThreadIoEventLoopGroup group;
    private EventLoop loop;
    private CompletableFuture<End> end;
    private ResetWatch watch;
    private Peer client;
    private Peer backend;

    @BeforeEach
    void connectBoth() throws Exception {
        group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        loop = group.next();
        end = new CompletableFuture<>();
        watch = new ResetWatch(loop);
        client = new Peer(loop);
        backend = new Peer(loop);
        onLoop(() -> new Splice(client.side, backend.side, owner(end), watch).start(new byte[0], null, Duration.ZERO));
    }

    private static IdleOwner owner(CompletableFuture<End> end) {
        return new IdleOwner() {
            @Override
            public void ended(End how) {
                end.complete(how);
            }
        };
    }

    @AfterEach
    void close() throws Exception {
        client.socket.close();
        backend.socket.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
        watch.close();
    }

    @Override
    public void startAnew() throws Exception {
        close();
        connectBoth();
    }

    @Test
    @ExtendWith(RepeatedAfterLoss.class)
    void reset_ofASideThatIsNotRead_isSeen() throws Exception {
        upload();

        reset(client.socket);

        // Not before the backend has had time for what was read.
        assertThat(end.get(30, TimeUnit.SECONDS)).isEqualTo(End.CLIENT_BROKE);
    }

    /** A limit: the FIN is lost, no byte is. */
    @Test
    @ExtendWith(RepeatedAfterLoss.class)
    void finAndReset_aWriteWasRefusedInBetween_isAReset() throws Exception {
        onLoop(() -> {
            try {
                client.socket.getOutputStream().write(new byte[5_000]);
                client.socket.shutdownOutput();
                int port = client.socket.getLocalPort();
                int side = client.socket.getPort();
                reset(client.socket);
                KernelSockets.awaitGone(side, port);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            client.side.channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[1]));
        });

        assertThat(backend.socket.getInputStream().readNBytes(5_000)).hasSize(5_000);
        assertThatThrownBy(() -> backend.socket.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThat(end.get(30, TimeUnit.SECONDS)).isEqualTo(End.CLIENT_BROKE);
    }

    /** A limit: where a FIN was sent, a FIN looks like a reset. */
    @Test
    @ExtendWith(RepeatedAfterLoss.class)
    void reset_ofASideThatWasSentAFin_isNotSeenBeforeItIsRead() throws Exception {
        backend.socket.shutdownOutput();
        assertThat(client.socket.getInputStream().read()).isEqualTo(-1);
        upload();

        reset(client.socket);

        await().during(Duration.ofMillis(4 * ResetWatch.LOOK_MILLIS))
                .atMost(Duration.ofSeconds(30))
                .until(() -> !end.isDone());
        assertThatThrownBy(() -> backend.socket.getInputStream().readNBytes(MUCH))
                .isInstanceOf(SocketException.class);
        assertThat(end.get(30, TimeUnit.SECONDS)).isEqualTo(End.CLIENT_BROKE);
    }

    @Test
    void waiting_peerReadsNothing_isWhatItsKernelHasNotTaken() throws Exception {
        int size = 8 * 1024 * 1024;
        long before = System.nanoTime();
        loop.submit(() -> backend.side.channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[size])))
                .get(30, TimeUnit.SECONDS);
        awaitWaiting(before, 1, size);
        onLoop(() -> backend.side.channel.shrinkSendBuffer());
        assertThat(loop.submit(() -> watch.hasSentAll(backend.side)).get()).isFalse();

        backend.socket.getInputStream().readNBytes(size);

        awaitWaiting(before, 0, 0);
        assertThat(loop.submit(() -> watch.hasSentAll(backend.side)).get()).isTrue();
    }

    /** The list of connections may change while it is read, and then it can miss one. */
    private void awaitWaiting(long since, long least, long most) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(loop.submit(() -> watch.waiting(backend.side, since))
                                .get())
                        .matches(
                                bytes -> bytes.isPresent() && bytes.getAsLong() >= least && bytes.getAsLong() <= most));
    }

    /** Until it is not taken any more. */
    private void upload() throws Exception {
        CompletableFuture.runAsync(() -> sendMuch(client.socket));
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        loop.submit(() -> !backend.side.channel.isWritable()).get());
    }

    private static void sendMuch(Socket socket) {
        try {
            socket.getOutputStream().write(new byte[MUCH]);
        } catch (IOException reset) {
            // As wanted.
        }
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private void onLoop(Runnable task) throws Exception {
        loop.submit(task).get(30, TimeUnit.SECONDS);
    }
}
