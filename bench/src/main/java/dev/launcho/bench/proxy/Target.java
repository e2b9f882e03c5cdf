package dev.launcho.bench.proxy;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.LoadBalancer;
import dev.launcho.core.traffic.Routes;
import dev.launcho.proxy.EngineChoice;
import dev.launcho.proxy.NettyBalancer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A server that is reached directly or through a balancer's service. */
@State(Scope.Benchmark)
public class Target {
    /** {@code direct}, or the name of the engine that relays. */
    @Param({"direct", "nio", "epoll"})
    public String way = "epoll";

    private LoopbackServer server;
    private LoadBalancer balancer;
    private int port;

    @Setup(Level.Trial)
    public void start() throws Exception {
        server = new LoopbackServer();
        port = way.equals("direct") ? server.port() : balance();
    }

    @TearDown(Level.Trial)
    public void stop() throws Exception {
        if (balancer != null) {
            balancer.close();
        }
        server.close();
    }

    Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    private int balance() throws Exception {
        Opened opened = new Opened();
        balancer = NettyBalancer.start(opened, EngineChoice.valueOf(way.toUpperCase(Locale.ROOT)));
        int free = freePort();
        Routes.Backend backend = new Routes.Backend(
                new InstanceId("sink"), new HostPort("127.0.0.1", server.port()), Routes.Rotation.ACTIVE);
        balancer.apply(new Routes(List.of(
                new Routes.Service("bench", new HostPort("127.0.0.1", free), List.of(backend), Routes.Hold.NONE))));
        if (!opened.latch.await(5, TimeUnit.SECONDS)) {
            throw new IllegalStateException("127.0.0.1:" + free + " was not opened in 5 s");
        }
        return free;
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private static final class Opened implements LoadBalancer.Listener {
        final CountDownLatch latch = new CountDownLatch(1);

        @Override
        public void listening(String service) {
            latch.countDown();
        }

        @Override
        public void listenFailed(String service, String message) {
            throw new IllegalStateException(message);
        }

        @Override
        public void drained(InstanceId instance) {
            // Nothing is drained here.
        }
    }
}
