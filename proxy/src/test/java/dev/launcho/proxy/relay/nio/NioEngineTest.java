package dev.launcho.proxy.relay.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.proxy.FreePorts;
import dev.launcho.proxy.KernelSockets;
import dev.launcho.proxy.RepeatedAfterLoss;
import dev.launcho.proxy.StartsAnew;
import dev.launcho.proxy.relay.BindFailure;
import dev.launcho.proxy.relay.IdleOwner;
import dev.launcho.proxy.relay.ListeningSocket;
import dev.launcho.proxy.relay.Relay;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

class NioEngineTest implements StartsAnew {
    private NioEngine engine = new NioEngine(2);
    private final Collection<EventLoop> began = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        engine.close();
    }

    @Override
    public void startAnew() {
        close();
        began.clear();
        engine = new NioEngine(2);
    }

    @Test
    void listen_connections_areSpreadOverAllLoops() throws IOException {
        InetSocketAddress address = FreePorts.address();
        engine.listen(address, relay -> new Idle(relay));

        for (int i = 0; i < 6; i++) {
            new Socket(address.getAddress(), address.getPort()).close();
        }

        await().atMost(Duration.ofSeconds(30)).until(() -> began.size() == 6);
        assertThat(engine.loops()).allMatch(loop -> Collections.frequency(began, loop) == 3);
    }

    @Test
    void close_addressIsFreeWhenItReturns() throws IOException {
        InetSocketAddress address = FreePorts.address();
        for (int i = 0; i < 50; i++) {
            ListeningSocket socket = engine.listen(address, relay -> new Idle(relay));
            assertThatThrownBy(() -> engine.listen(address, relay -> new Idle(relay)))
                    .isInstanceOfSatisfying(
                            BindFailure.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.ADDRESS_TAKEN));
            socket.close();
            assertThat(socket.isOpen()).isFalse();
        }
    }

    /** Whoever has said something and reset when the selector has its turn is a failed connect: NIO gives up its socket. */
    @Test
    @ExtendWith(RepeatedAfterLoss.class)
    void connect_peerSpeaksAndResetsAtOnce_hasFailed() throws Exception {
        CompletableFuture<FailureKind> failed = new CompletableFuture<>();
        CompletableFuture<Relay> begun = new CompletableFuture<>();
        InetSocketAddress address = FreePorts.address();
        engine.listen(address, relay -> new IdleOwner() {
            @Override
            public void begin() {
                begun.complete(relay);
            }

            @Override
            public void connectFailed(FailureKind cause) {
                failed.complete(cause);
            }
        });
        try (ServerSocket backend = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(address.getAddress(), address.getPort())) {
            Relay relay = begun.get(30, TimeUnit.SECONDS);

            relay.loop()
                    .submit(() -> {
                        relay.connect((InetSocketAddress) backend.getLocalSocketAddress());
                        speakAndReset(backend);
                    })
                    .get(30, TimeUnit.SECONDS);

            assertThat(failed.get(30, TimeUnit.SECONDS)).isEqualTo(FailureKind.OTHER);
            assertThat(client.isConnected()).isTrue();
        }
    }

    private static void speakAndReset(ServerSocket backend) {
        int peer;
        try (Socket socket = backend.accept()) {
            peer = socket.getPort();
            socket.getOutputStream().write(1);
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        KernelSockets.awaitGone(peer, backend.getLocalPort());
    }

    private final class Idle extends IdleOwner {
        private final Relay relay;

        Idle(Relay relay) {
            this.relay = relay;
        }

        @Override
        public void begin() {
            began.add(relay.loop());
        }
    }
}
