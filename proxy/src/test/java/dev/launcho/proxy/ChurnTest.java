package dev.launcho.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.traffic.TrafficCounters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Many short connections, and nothing that stays behind: 10,000 in turn, and 20,000 that are reset; on NIO less, unless
 * there is time ({@code -Dlauncho.stress=true}).
 */
@ExtendWith(RepeatedAfterLoss.class)
class ChurnTest extends BalancerFixture {
    /** Most for the engine that has to manage its descriptors itself; the other one is slower. */
    private int many() {
        return Stress.ON ? 10_000 : engine == EngineKind.EPOLL ? 5_000 : 1_000;
    }

    @Test
    void sequential_nothingIsLeft() throws IOException {
        CrowdBackend echo = closing(new CrowdBackend());
        serve(echo.active());
        exchange();
        long before = OpenFiles.count();

        for (int i = 0; i < many(); i++) {
            exchange();
        }

        awaitActive(0);
        OpenFiles.awaitAtMost(before);
        assertThat(counted().accepted()).isEqualTo(many() + 1);
        assertThat(counted().refused()).isZero();
        assertThat(counted().bytesIn()).isEqualTo(2L * (many() + 1));
        assertThat(counted().bytesOut()).isEqualTo(many() + 1);
    }

    @Test
    void connectAndReset_nothingIsLeft_andOthersAreServed() throws Exception {
        CrowdBackend echo = closing(new CrowdBackend());
        serve(echo.active());
        exchange();
        long before = OpenFiles.count();

        List<CompletableFuture<Void>> resetting =
                List.of(CompletableFuture.runAsync(this::resetMany), CompletableFuture.runAsync(this::resetMany));
        while (!resetting.stream().allMatch(CompletableFuture::isDone)) {
            exchange();
        }

        resetting.forEach(CompletableFuture::join);
        await().atMost(SOON).until(() -> {
            TrafficCounters.Service now = counted();
            return now.active() == 0 && now.held() == 0;
        });
        OpenFiles.awaitAtMost(before);
        await().atMost(SOON)
                .until(() ->
                        balancer.counters().backend(echo.active().instance()).active() == 0);
    }

    private void resetMany() {
        ByteBuffer some = ByteBuffer.wrap("e".repeat(100).getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < many(); i++) {
            try (SocketChannel client = SocketChannel.open(new InetSocketAddress(web.host(), web.port()))) {
                client.setOption(StandardSocketOptions.SO_LINGER, 0);
                if (i % 2 == 0) {
                    client.write(some.clear());
                }
            } catch (SocketException resetByPeer) {
                // Its reset and ours crossed.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** One byte there and back. */
    private void exchange() throws IOException {
        try (TestClient client = new TestClient(web)) {
            client.send("e7");
            assertThat(client.in().read()).isEqualTo('7');
        }
    }
}
