package dev.launcho.proxy.ipvs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.LoadBalancer;
import dev.launcho.core.traffic.Routes;
import dev.launcho.proxy.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With the kernel's own IPVS, where this machine has it and lets us. */
class RealKernelTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Set<String> drained = ConcurrentHashMap.newKeySet();
    private Ipvs ipvs;

    @BeforeEach
    void find() throws InterruptedException {
        try {
            ipvs = Ipvs.find(System.getenv().getOrDefault("PATH", ""));
        } catch (IpvsUnavailable e) {
            System.err.println("SKIPPED: the test on the kernel's own IPVS: " + e.what());
            abort("SKIPPED: no IPVS to test with: " + e.what());
        }
    }

    @Test
    void handover_onTheRealKernel_connectionLivesUntilItsEnd() throws Exception {
        AtomicReference<String> claims = new AtomicReference<>("");
        HostPort on = free();
        try (ServerSocket a = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ServerSocket b = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                LoadBalancer balancer = ipvs.balancer(store(claims), listener())) {
            balancer.apply(table(on, backend("a", a, Routes.Rotation.ACTIVE)));
            Socket client = await().atMost(SOON).ignoreExceptions().until(() -> connect(on), s -> true);
            Socket served = a.accept();

            balancer.apply(
                    table(on, backend("a", a, Routes.Rotation.DRAINING), backend("b", b, Routes.Rotation.ACTIVE)));
            await().atMost(SOON)
                    .until(() ->
                            balancer.counters().backend(new InstanceId("a")).active() == 1);
            try (Socket second = connect(on);
                    Socket other = b.accept()) {
                assertThat(second.isConnected() && other.isConnected()).isTrue();
            }
            served.getOutputStream().write("still\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.getInputStream().readNBytes(6)).asString().isEqualTo("still\n");
            assertThat(drained).doesNotContain("a");
            client.close();
            served.close();

            await().atMost(SOON).until(() -> drained.contains("a"));
            balancer.apply(Routes.EMPTY);
        }
        assertThat(OwnedEntries.parse(claims.get())).isEqualTo(OwnedEntries.NONE);
    }

    private static HostPort free() throws IOException {
        return new HostPort("127.0.0.1", FreePorts.address().getPort());
    }

    private static Socket connect(HostPort on) throws IOException {
        return new Socket(on.host(), on.port());
    }

    private static Routes table(HostPort on, Routes.Backend... backends) {
        return new Routes(List.of(new Routes.Service("web", on, List.of(backends), Routes.Hold.NONE)));
    }

    private static Routes.Backend backend(String id, ServerSocket socket, Routes.Rotation rotation) {
        return new Routes.Backend(new InstanceId(id), new HostPort("127.0.0.1", socket.getLocalPort()), rotation);
    }

    private static ClaimsStore store(AtomicReference<String> claims) {
        return new ClaimsStore() {
            @Override
            public String read() {
                return claims.get();
            }

            @Override
            public void write(String text) {
                claims.set(text);
            }
        };
    }

    private LoadBalancer.Listener listener() {
        return new LoadBalancer.Listener() {
            @Override
            public void listening(String service) {}

            @Override
            public void listenFailed(String service, String message) {
                throw new IllegalStateException(message);
            }

            @Override
            public void drained(InstanceId instance) {
                drained.add(instance.name());
            }
        };
    }
}
