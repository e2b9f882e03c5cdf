package dev.launcho.proxy.relay.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.launcho.proxy.relay.IdleOwner;
import dev.launcho.proxy.relay.ListeningSocket;
import dev.launcho.proxy.relay.Relay;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NioEngineTest {
    private final NioEngine engine = new NioEngine(2);
    private final Collection<EventLoop> began = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void listen_connections_areSpreadOverAllLoops() throws IOException {
        InetSocketAddress address = freeAddress();
        engine.listen(address, relay -> new Idle(relay));

        for (int i = 0; i < 6; i++) {
            new Socket(address.getAddress(), address.getPort()).close();
        }

        await().atMost(Duration.ofSeconds(5)).until(() -> began.size() == 6);
        assertThat(engine.loops()).allMatch(loop -> Collections.frequency(began, loop) == 3);
    }

    @Test
    void close_addressIsFreeWhenItReturns() throws IOException {
        InetSocketAddress address = freeAddress();
        for (int i = 0; i < 50; i++) {
            ListeningSocket socket = engine.listen(address, relay -> new Idle(relay));
            assertThatThrownBy(() -> engine.listen(address, relay -> new Idle(relay)))
                    .isInstanceOf(BindException.class);
            socket.close();
            assertThat(socket.isOpen()).isFalse();
        }
    }

    private static InetSocketAddress freeAddress() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return (InetSocketAddress) probe.getLocalSocketAddress();
        }
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
