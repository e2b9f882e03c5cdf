package dev.launcho.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.PooledByteBufAllocator;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who sends more than the other side reads has to wait; it isn't kept here. */
class BackPressureTest extends BalancerFixture {
    private static final int STALLED = 20;

    @Test
    void stalledBackend_senderStopsAndMemoryIsBounded() throws Exception {
        CompletableFuture<Void> go = new CompletableFuture<>();
        TestBackend a = backend("a", socket -> {
            go.get(5, TimeUnit.MINUTES);
            socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        });
        serve(a.active());
        long before = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
        SocketChannel[] clients = new SocketChannel[STALLED];
        long sent = 0;
        for (int i = 0; i < STALLED; i++) {
            clients[i] = closing(SocketChannel.open(new InetSocketAddress(web.host(), web.port())));
            clients[i].configureBlocking(false);
        }
        for (SocketChannel client : clients) {
            sent += sendUntilStuck(client);
        }

        long readHere = counted().bytesIn();
        assertThat(PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() - before)
                .as("bytes of buffers for %d stalled connections", STALLED)
                .isLessThan(16L * 1024 * 1024);
        assertThat(readHere).isLessThan(sent);

        go.complete(null);
        long total = sent;
        for (SocketChannel client : clients) {
            client.shutdownOutput();
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> counted().bytesIn() == total && counted().active() == 0);
    }

    /** Until nothing was taken for 100 ms. */
    private static long sendUntilStuck(SocketChannel client) throws Exception {
        ByteBuffer piece = ByteBuffer.allocateDirect(256 * 1024);
        long sent = 0;
        long idleSince = System.nanoTime();
        while (System.nanoTime() - idleSince < 100_000_000) {
            piece.clear();
            int count = client.write(piece);
            if (count > 0) {
                sent += count;
                idleSince = System.nanoTime();
                assertThat(sent)
                        .as("taken from a client whose backend doesn't read")
                        .isLessThan(64L * 1024 * 1024);
            } else {
                Thread.onSpinWait();
            }
        }
        return sent;
    }
}
