package dev.launcho.proxy.relay.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.proxy.RepeatedAfterLoss;
import dev.launcho.proxy.StartsAnew;
import dev.launcho.proxy.relay.IdleOwner;
import dev.launcho.proxy.relay.RelayOwner;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A side ends or breaks while much of what came from it has not been written yet. */
class SpliceTest implements StartsAnew {
    /** Much more than a socket's buffers take. */
    private static final int PENDING = 24 * 1024 * 1024;

    private static final int KERNEL_MOST = 12 * 1024 * 1024;

    private MultiThreadIoEventLoopGroup group;
    private EventLoop loop;
    private Ended owner;
    private Peer client;
    private Peer backend;
    private Splice splice;

    @BeforeEach
    void connectBoth() throws Exception {
        group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        loop = group.next();
        owner = new Ended();
        client = new Peer(loop);
        backend = new Peer(loop);
        onLoop(() -> {
            splice = new Splice(client.side, backend.side, owner, new ResetWatch(loop));
            splice.start(new byte[0], null, Duration.ZERO);
            client.side.channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[PENDING]));
        });
    }

    @AfterEach
    void close() throws Exception {
        client.socket.close();
        backend.socket.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
    }

    @Override
    public void startAnew() throws Exception {
        close();
        connectBoth();
    }

    @Test
    void finished_muchPending_finComesBehindTheLastByte() throws Exception {
        backend.socket.shutdownOutput();
        awaitFinished();

        assertThat(client.socket.getInputStream().readAllBytes()).hasSize(PENDING);

        client.socket.close();
        assertThat(owner.end.get(30, TimeUnit.SECONDS)).isEqualTo(RelayOwner.End.FINISHED);
    }

    @Test
    @ExtendWith(RepeatedAfterLoss.class)
    void broke_muchPending_isWrittenBeforeTheReset() throws Exception {
        onLoop(() -> backend.side.channel.close());

        assertThat(readUntilReset()).isGreaterThan(PENDING - KERNEL_MOST);
        assertThat(owner.end.get(30, TimeUnit.SECONDS)).isEqualTo(RelayOwner.End.BACKEND_BROKE);
    }

    @Test
    @ExtendWith(RepeatedAfterLoss.class)
    void broke_peerReadsNothing_isResetAtTheDeadline() throws Exception {
        long before = System.nanoTime();

        onLoop(() -> backend.side.channel.close());

        assertThat(owner.end.get(30, TimeUnit.SECONDS)).isEqualTo(RelayOwner.End.BACKEND_BROKE);
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isBetween(Duration.ofMillis(4_900), Duration.ofSeconds(20));
        assertThat(readUntilReset()).isLessThan(KERNEL_MOST);
    }

    private void awaitFinished() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> loop.submit(() -> backend.side.finished).get());
    }

    private int readUntilReset() throws IOException {
        int count = 0;
        byte[] piece = new byte[64 * 1024];
        try {
            for (int read = client.socket.getInputStream().read(piece);
                    read >= 0;
                    read = client.socket.getInputStream().read(piece)) {
                count += read;
            }
        } catch (SocketException reset) {
            return count;
        }
        throw new AssertionError("a clean end after " + count + " bytes");
    }

    private void onLoop(Runnable task) throws Exception {
        loop.submit(task).get(30, TimeUnit.SECONDS);
    }

    private static final class Ended extends IdleOwner {
        final CompletableFuture<End> end = new CompletableFuture<>();

        @Override
        public void ended(End how) {
            end.complete(how);
        }
    }
}
