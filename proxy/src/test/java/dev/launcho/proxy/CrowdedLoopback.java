package dev.launcho.proxy;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.LoadBalancer;
import dev.launcho.core.traffic.Routes;
import dev.launcho.core.traffic.TrafficCounters;
import dev.launcho.proxy.listen.ConnectTimeouts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/**
 * A program for a network of its own: {@code ENGINE CLIENTS BACKEND_HOST}. So many clients connect to a service, hear one
 * byte of its only backend, and stay. Says what the balancer has counted then.
 */
final class CrowdedLoopback {
    private static final HostPort WEB = new HostPort("127.0.0.1", 5000);
    private static final int BACKEND = 6000;
    /** Whoever is late is not tried twice. */
    private static final ConnectTimeouts PATIENT =
            new ConnectTimeouts(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(60));

    private final Queue<Socket> accepted = new ConcurrentLinkedQueue<>();

    private CrowdedLoopback() {}

    public static void main(String[] arguments) throws Exception {
        NettyLogging.quieten();
        new CrowdedLoopback().run(EngineKind.valueOf(arguments[0]), Integer.parseInt(arguments[1]), arguments[2]);
        Runtime.getRuntime().halt(0);
    }

    private void run(EngineKind engine, int clients, String host) throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        serve(host);
        LoadBalancer balancer = NettyBalancer.start(engine.start(), new Opening(open), PATIENT);
        balancer.apply(new Routes(List.of(new Routes.Service(
                "web",
                WEB,
                List.of(new Routes.Backend(new InstanceId("a"), new HostPort(host, BACKEND), Routes.Rotation.ACTIVE)),
                Routes.Hold.NONE))));
        open.await();
        List<Socket> connected = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            connected.add(connect(i));
        }
        int served = 0;
        for (Socket client : connected) {
            client.setSoTimeout(60_000);
            served += client.getInputStream().read() == 'a' ? 1 : 0;
        }
        TrafficCounters.Backend counted = balancer.counters().backend(new InstanceId("a"));
        long sources = accepted.stream().map(Socket::getInetAddress).distinct().count();
        System.out.println("served " + served + " active " + counted.active() + " failed " + counted.refused()
                + " ejected " + counted.ejected() + " sources " + sources + " first "
                + accepted.element().getInetAddress().getHostAddress());
    }

    /** From ports that the kernel does not give out. */
    private static Socket connect(int number) throws IOException {
        Socket client = new Socket();
        client.bind(new InetSocketAddress("127.9.0." + (1 + number / 20_000), 10_000 + number % 20_000));
        client.connect(new InetSocketAddress(WEB.host(), WEB.port()));
        return client;
    }

    private void serve(String host) throws IOException {
        ServerSocket server = new ServerSocket(BACKEND, 4096, InetAddress.getByName(host));
        Thread thread = new Thread(() -> accept(server), "backend");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept(ServerSocket server) {
        try {
            while (true) {
                Socket socket = server.accept();
                accepted.add(socket);
                socket.getOutputStream().write('a');
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private record Opening(CountDownLatch open) implements LoadBalancer.Listener {
        @Override
        public void listening(String service) {
            open.countDown();
        }

        @Override
        public void listenFailed(String service, String message) {
            System.out.println(message);
        }

        @Override
        public void drained(InstanceId instance) {
            // It stays.
        }
    }
}
