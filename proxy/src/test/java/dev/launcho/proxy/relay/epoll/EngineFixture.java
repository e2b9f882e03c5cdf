package dev.launcho.proxy.relay.epoll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.launcho.proxy.FreePorts;
import dev.launcho.proxy.StartsAnew;
import dev.launcho.proxy.relay.Relay;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** An epoll engine's surroundings: a backend, and owners that pass everything on. */
abstract class EngineFixture implements StartsAnew {
    static final Duration SOON = Duration.ofSeconds(30);

    final Deque<AutoCloseable> opened = new ArrayDeque<>();
    final LinkedBlockingQueue<Straight> owners = new LinkedBlockingQueue<>();
    ServerSocket backend;

    @BeforeAll
    static void onlyOnLinux() {
        assumeTrue(Epoll.isAvailable());
    }

    @BeforeEach
    void startBackend() throws IOException {
        backend = closing(new ServerSocket(0, 500, InetAddress.getLoopbackAddress()));
    }

    @AfterEach
    void closeEverything() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    @Override
    public void startAnew() throws Exception {
        try {
            closeEverything();
        } catch (Exception | AssertionError alsoBroken) {
            // What the test has to say was told.
        }
        owners.clear();
        startBackend();
    }

    static <T> T on(EpollEngine engine, Callable<T> what) throws Exception {
        return engine.loops().get(0).submit(what).get(30, TimeUnit.SECONDS);
    }

    InetSocketAddress listen(EpollEngine engine) throws IOException {
        return listen(engine, new InetSocketAddress[] {(InetSocketAddress) backend.getLocalSocketAddress()});
    }

    InetSocketAddress listen(EpollEngine engine, InetSocketAddress[] target) throws IOException {
        InetSocketAddress address = freeAddress();
        engine.listen(address, relay -> remember(relay, target[0]));
        return address;
    }

    Straight remember(Relay relay, InetSocketAddress target) {
        Straight owner = new Straight(relay, target);
        owners.add(owner);
        return owner;
    }

    Straight take() throws InterruptedException {
        Straight owner = owners.poll(30, TimeUnit.SECONDS);
        assertThat(owner).isNotNull();
        return owner;
    }

    <T extends AutoCloseable> T closing(T resource) {
        opened.push(resource);
        return resource;
    }

    static void exchange(Socket client, Socket far, byte[] bytes) throws IOException {
        client.getOutputStream().write(bytes);
        assertThat(far.getInputStream().readNBytes(bytes.length)).hasSize(bytes.length);
        far.getOutputStream().write(bytes);
        assertThat(client.getInputStream().readNBytes(bytes.length)).hasSize(bytes.length);
    }

    static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static InetSocketAddress freeAddress() throws IOException {
        return FreePorts.address();
    }
}
