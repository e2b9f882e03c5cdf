package dev.launcho.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.model.HostPort;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.traffic.Counters;
import dev.launcho.core.traffic.Routes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Many short connections, and nothing that stays behind: 10,000 in turn, and 20,000 that are reset; on NIO less, unless
 * there is time ({@code -Dlauncho.stress=true}).
 */
class ChurnTest extends BalancerFixture {
    /** Most for the engine that has to manage its descriptors itself; the other one is slower. */
    private int many() {
        return Stress.ON ? 10_000 : engine == EngineKind.EPOLL ? 5_000 : 1_000;
    }

    @Test
    void sequential_nothingIsLeft() throws IOException {
        EchoLoop echo = closing(new EchoLoop());
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
        assertThat(counted().bytesIn()).isEqualTo(many() + 1);
        assertThat(counted().bytesOut()).isEqualTo(many() + 1);
    }

    @Test
    void connectAndReset_nothingIsLeft_andOthersAreServed() throws Exception {
        EchoLoop echo = closing(new EchoLoop());
        serve(echo.active());
        exchange();
        long before = OpenFiles.count();

        List<CompletableFuture<Void>> resetting =
                List.of(CompletableFuture.runAsync(this::resetMany), CompletableFuture.runAsync(this::resetMany));
        while (!resetting.stream().allMatch(CompletableFuture::isDone)) {
            exchange();
        }

        resetting.forEach(CompletableFuture::join);
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            Counters.Service now = counted();
            return now.active() == 0 && now.held() == 0;
        });
        OpenFiles.awaitAtMost(before);
        await().atMost(SOON)
                .until(() ->
                        balancer.counters().backend(echo.active().instance()).active() == 0);
    }

    private void resetMany() {
        ByteBuffer some = ByteBuffer.allocate(100);
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
            client.out().write(7);
            assertThat(client.in().read()).isEqualTo(7);
        }
    }

    /** Echoes on one thread, whatever happens to its connections. */
    private static final class EchoLoop implements AutoCloseable {
        private final Selector selector = Selector.open();
        private final ServerSocketChannel server = ServerSocketChannel.open();
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(4096);

        EchoLoop() throws IOException {
            server.bind(new InetSocketAddress("127.0.0.1", 0), 4096);
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
            Thread thread = new Thread(this::run, "echo-loop");
            thread.setDaemon(true);
            thread.start();
        }

        Routes.Backend active() throws IOException {
            return new Routes.Backend(
                    new InstanceId("echo"),
                    new HostPort("127.0.0.1", server.socket().getLocalPort()),
                    Routes.Rotation.ACTIVE);
        }

        private void run() {
            try {
                while (selector.isOpen()) {
                    selector.select(this::ready);
                }
            } catch (IOException | ClosedSelectorException closed) {
                // The end of the test.
            }
        }

        private void ready(SelectionKey key) {
            try {
                if (key.isAcceptable()) {
                    SocketChannel accepted = server.accept();
                    if (accepted != null) {
                        accepted.configureBlocking(false);
                        accepted.register(selector, SelectionKey.OP_READ);
                    }
                } else {
                    echo(key);
                }
            } catch (IOException reset) {
                close(key);
            }
        }

        private void echo(SelectionKey key) throws IOException {
            SocketChannel channel = (SocketChannel) key.channel();
            buffer.clear();
            if (channel.read(buffer) < 0) {
                close(key);
            } else {
                channel.write(buffer.flip());
            }
        }

        private static void close(SelectionKey key) {
            try {
                key.channel().close();
            } catch (IOException gone) {
                // It was reset.
            }
        }

        @Override
        public void close() throws IOException {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        }
    }
}
