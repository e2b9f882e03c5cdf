package dev.launcho.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The kernel asks from time to time whether the hosts behind idle connections are still there. */
class KeepAliveTest extends BalancerFixture {
    private static final int KEEPALIVE = 2;
    private static final long MINUTE_IN_CENTIS = 6_000;

    @BeforeAll
    static void onlyOnLinux() {
        assumeTrue(java.nio.file.Files.exists(java.nio.file.Path.of("/proc/self/net/tcp")));
    }

    @Test
    void client_isAskedAfterAMinute() throws IOException {
        serve(echo("a").active());
        TestClient client = connect();
        client.line();

        awaitKeepAlive(web.port(), client.socket().getLocalPort());
    }

    /** Epoll sets it when the connection has lasted some seconds, see its own test. */
    @Test
    void backend_isAskedAfterAMinute() throws IOException {
        assumeTrue(engine == EngineKind.NIO);
        TestBackend a = echo("a");
        serve(a.active());
        connect().line();

        // A list that changes while it is read can miss one.
        await().untilAsserted(() -> assertThat(KernelSockets.connectedTo(a.port()))
                .singleElement()
                .satisfies(KeepAliveTest::isAskedAfterAMinute));
    }

    /** What was sent last has to be acknowledged first. */
    private static void awaitKeepAlive(int localPort, int remotePort) {
        await().untilAsserted(() -> assertThat(KernelSockets.find(localPort, remotePort))
                .hasValueSatisfying(KeepAliveTest::isAskedAfterAMinute));
    }

    private static void isAskedAfterAMinute(KernelSockets socket) {
        assertThat(socket.timer()).isEqualTo(KEEPALIVE);
        assertThat(socket.timerCentis()).isLessThanOrEqualTo(MINUTE_IN_CENTIS);
    }
}
