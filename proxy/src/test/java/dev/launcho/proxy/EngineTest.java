package dev.launcho.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.text.HostPort;
import dev.launcho.proxy.relay.Engine;
import dev.launcho.proxy.relay.IdleOwner;
import dev.launcho.proxy.relay.ListeningSocket;
import io.netty.channel.SingleThreadEventLoop;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What no balancer is needed for. */
class EngineTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    /** They are connected, as far as they know. The loop gets to the close before it gets to them. */
    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void close_clientsWaitInTheBacklog_areServed(EngineKind kind) throws Exception {
        HostPort free = BalancerFixture.freeAddress("127.0.0.1");
        InetSocketAddress address = new InetSocketAddress(free.host(), free.port());
        AtomicInteger served = new AtomicInteger();
        List<Socket> clients = new ArrayList<>();
        try (Engine engine = kind.start(1)) {
            SingleThreadEventLoop loop = (SingleThreadEventLoop) engine.loops().get(0);
            ListeningSocket socket = engine.listen(address, relay -> new IdleOwner() {
                @Override
                public void begin() {
                    served.incrementAndGet();
                }
            });
            CountDownLatch busy = new CountDownLatch(1);
            loop.execute(() -> awaitLatch(busy));
            for (int i = 0; i < 5; i++) {
                clients.add(new Socket(address.getAddress(), address.getPort()));
            }
            await().atMost(SOON).until(() -> served.get() + KernelSockets.backlog(address.getPort()) == 5);
            CompletableFuture<Void> closed = CompletableFuture.runAsync(socket::close);
            await().atMost(SOON).until(() -> loop.pendingTasks() > 0);

            busy.countDown();

            closed.get(30, TimeUnit.SECONDS);
            await().atMost(SOON).untilAsserted(() -> assertThat(served).hasValue(5));
            assertThatThrownBy(() -> new Socket(address.getAddress(), address.getPort()))
                    .isInstanceOf(ConnectException.class);
        } finally {
            close(clients);
        }
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
