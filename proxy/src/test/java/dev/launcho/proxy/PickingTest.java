package dev.launcho.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.model.BalanceAlgorithm;
import dev.launcho.core.traffic.Routes;
import dev.launcho.proxy.listen.ConnectTimeouts;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which backend a connection gets. */
@ExtendWith(RepeatedAfterLoss.class)
class PickingTest extends BalancerFixture {
    @Test
    void pick_threeBackends_exactShares() throws IOException {
        List<TestBackend> backends = List.of(echo("a"), echo("b"), echo("c"));
        serve(backends.stream().map(TestBackend::active).toArray(Routes.Backend[]::new));

        for (int i = 0; i < 30; i++) {
            connect().line();
        }

        assertThat(backends).extracting(TestBackend::accepted).containsExactly(10, 10, 10);
        assertThat(backends).extracting(it -> counted(it).accepted()).containsExactly(10L, 10L, 10L);
    }

    @Test
    void pick_turnGoesOnOverANewTable() throws IOException {
        TestBackend a = echo("a");
        TestBackend b = echo("b");
        serve(a.active(), b.active());
        assertThat(connect().line()).isEqualTo("a");

        serve(HOLD, a.active(), b.active());

        assertThat(connect().line()).isEqualTo("b");
    }

    @Test
    void pick_drainingBackend_getsNothing() throws IOException {
        TestBackend a = echo("a");
        TestBackend b = echo("b");
        serve(a.draining(), b.active());

        for (int i = 0; i < 4; i++) {
            assertThat(connect().line()).isEqualTo("b");
        }
    }

    @Test
    void pick_noneActive_isReset() throws IOException {
        serve(echo("a").draining());

        assertThat(isReset()).isTrue();
        assertThat(counted().refused()).isEqualTo(1);
    }

    @Test
    void connect_refused_nextUntriedBackend() throws IOException {
        TestBackend a = echo("a");
        TestBackend b = echo("b");
        TestBackend c = echo("c");
        a.stopListening();
        b.stopListening();
        serve(a.active(), b.active(), c.active());

        for (int i = 0; i < 6; i++) {
            TestClient client = connect().send("hello\n");
            assertThat(client.line()).isEqualTo("c");
            assertThat(client.line()).isEqualTo("hello");
        }
        assertThat(counted().retried()).isGreaterThanOrEqualTo(6);
        assertThat(counted(a).active()).isZero();
    }

    @Test
    void connect_allRefused_isReset() throws IOException {
        TestBackend a = echo("a");
        a.stopListening();
        serve(a.active());

        assertThat(isReset()).isTrue();
        assertThat(counted(a).active()).isZero();
    }

    @Test
    void connect_noAnswer_nextAfterASecond() throws IOException {
        // All together have longer than a client of this test waits.
        restart(new ConnectTimeouts(ConnectTimeouts.USUAL.connect(), Duration.ofSeconds(60), Duration.ofSeconds(60)));
        try (MuteBackend mute = new MuteBackend()) {
            serve(mute.active(), echo("b").active());
            long before = System.nanoTime();

            assertThat(connect().line()).isEqualTo("b");

            assertThat(since(before)).isGreaterThan(Duration.ofMillis(900));
        }
    }

    /** Each has its second; together they have five, after which the client is told. */
    @Test
    void connect_nobodyAnswers_isResetWhenTheTimeForAllIsOver() throws Exception {
        assertThat(ConnectTimeouts.USUAL.connect()).isEqualTo(Duration.ofSeconds(1));
        assertThat(ConnectTimeouts.USUAL.connects()).isEqualTo(Duration.ofSeconds(5));
        restart(new ConnectTimeouts(Duration.ofMillis(300), Duration.ofMillis(800), Duration.ofSeconds(5)));
        Routes.Backend[] mute = new Routes.Backend[6];
        for (int i = 0; i < mute.length; i++) {
            mute[i] = closing(new MuteBackend("mute" + i)).active();
        }
        serve(mute);
        for (int i = 1; ; i++) {
            long before = System.nanoTime();
            long retried = counted().retried();

            assertThat(isReset()).isTrue();

            Duration took = since(before);
            assertThat(took).isGreaterThan(Duration.ofMillis(780));
            assertThat(counted().refused()).isEqualTo(i);
            assertThat(counted().retried() - retried).isLessThanOrEqualTo(2);
            if (took.compareTo(Duration.ofMillis(1_100)) < 0) {
                assertThat(counted().retried() - retried).isPositive();
                return;
            }
            // The machine stood still meanwhile.
            assertThat(i).as("attempts, none of which was over in time").isLessThan(20);
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    /** A byte may have had its effect: who has got one is not asked twice, nor is another one. */
    @Test
    void backendResetsAfterAByte_isNotTriedElsewhere() throws Exception {
        TestBackend a = backend("a", socket -> {
            socket.getInputStream().read();
            socket.setSoLinger(true, 0);
        });
        TestBackend b = echo("b");
        serve(a.active(), b.active());

        assertThat(connect().send("x").isReset()).isTrue();

        awaitActive(0);
        assertThat(b.accepted()).isZero();
        assertThat(a.accepted()).isEqualTo(1);
        assertThat(counted().retried()).isZero();
    }

    @Test
    void connect_clientFinishedMeanwhile_isServed() throws IOException {
        restart(ConnectTimeouts.USUAL);
        try (MuteBackend mute = new MuteBackend()) {
            serve(mute.active(), echo("b").active());

            assertThat(connect().finish().rest()).isEqualTo("b\n");
        }
    }

    @Test
    void connect_clientResetsMeanwhile_isAbandoned() throws IOException {
        restart(new ConnectTimeouts(Duration.ofMinutes(2), Duration.ofMinutes(4), Duration.ofMinutes(1)));
        try (MuteBackend mute = new MuteBackend()) {
            serve(HOLD, mute.active());
            TestClient client = connect();
            await().atMost(SOON)
                    .until(() -> balancer.counters()
                                    .backend(mute.active().instance())
                                    .active()
                            == 1);

            client.reset();

            await().atMost(SOON)
                    .until(() -> balancer.counters()
                                    .backend(mute.active().instance())
                                    .active()
                            == 0);
            assertThat(counted().held()).isZero();
        }
    }

    @Test
    void connect_serverSpeaksFirst_clientHears() throws IOException {
        serve(echo("a").active());

        assertThat(connect().line()).isEqualTo("a");
    }

    @Test
    void pick_weights_exactShares() throws IOException {
        TestBackend a = echo("a");
        TestBackend b = echo("b");
        serve(a.active(3), b.active(1));

        for (int i = 0; i < 20; i++) {
            connect().line();
        }

        assertThat(List.of(a.accepted(), b.accepted())).containsExactly(15, 5);
    }

    @Test
    void pick_leastConnections_theEmptiest() throws IOException {
        TestBackend a = echo("a");
        TestBackend b = echo("b");
        serve(BalanceAlgorithm.LEAST_CONNECTIONS, a.active(), b.active());
        TestClient first = connect();
        String busy = first.line();
        String idle = connect().line();
        assertThat(idle).isNotEqualTo(busy);
        first.close();
        awaitActive(1);
        await().atMost(SOON).until(() -> counted(busy.equals("a") ? a : b).active() == 0);

        assertThat(connect().line()).isEqualTo(busy);
    }

    @Test
    void pick_source_goesByTheClientsAddress() throws IOException {
        List<TestBackend> backends = List.of(echo("a"), echo("b"), echo("c"));
        serve(
                BalanceAlgorithm.SOURCE,
                backends.stream().map(TestBackend::active).toArray(Routes.Backend[]::new));
        Map<String, String> homes = new HashMap<>();
        for (int host = 1; host <= 30; host++) {
            String client = "127.0.1." + host;
            homes.put(client, connectFrom(client).line());
        }
        assertThat(homes.values()).contains("a", "b", "c");

        serve(
                BalanceAlgorithm.SOURCE,
                backends.get(0).active(),
                backends.get(1).draining(),
                backends.get(2).active());

        for (String client : homes.keySet()) {
            String home = connectFrom(client).line();
            assertThat(home).isIn("a", "c");
            assertThat(homes.get(client)).isIn("b", home);
        }
    }

    @Test
    void connect_refusedFiveTimes_backendIsEjected() throws IOException {
        TestBackend a = echo("a");
        TestBackend b = echo("b");
        a.stopListening();
        serve(a.active(), b.active());
        for (int i = 0; i < 10; i++) {
            assertThat(connect().line()).isEqualTo("b");
        }

        awaitTold("ejected a from web for 30s: REFUSED");
        assertThat(counted().retried()).isEqualTo(5);
        assertThat(counted().ejected()).isEqualTo(1);
        assertThat(counted(a).refused()).isEqualTo(5);
        assertThat(counted(a).ejected()).isEqualTo(1);
        assertThat(counted(a).ejectedFor()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30));
        assertThat(counted(b).retried()).isEqualTo(5);
        assertThat(counted(b).ejectedFor()).isZero();
        assertThat(counted().refused()).isZero();

        serve(a.active());
        awaitTold("readmitted a to web");
    }

    @Test
    void counters_connectsAndBytesOfEachBackend() throws IOException {
        TestBackend a = echo("a");
        TestBackend b = echo("b");
        serve(a.active(), b.active());
        for (int i = 0; i < 4; i++) {
            TestClient client = connect().send("12345\n");
            client.line();
            client.line();
            client.close();
        }
        awaitActive(0);

        assertThat(counted(a).bytesIn()).isEqualTo(12);
        assertThat(counted(b).bytesOut()).isEqualTo(16);
        assertThat(counted(a).connects().count()).isEqualTo(2);
        assertThat(counted().connects().count()).isEqualTo(4);
        assertThat(counted().connects().p50()).isBetween(1L, 1_000_000L);
    }

    @Test
    void counters_bytesAndLevels() throws IOException {
        TestBackend a = echo("a");
        serve(a.active());
        TestClient client = connect().send("hello\n");
        client.line();
        client.line();

        assertThat(counted().active()).isEqualTo(1);
        assertThat(counted(a).active()).isEqualTo(1);
        client.close();

        awaitActive(0);
        assertThat(counted().accepted()).isEqualTo(1);
        assertThat(counted().bytesIn()).isEqualTo(6);
        assertThat(counted().bytesOut()).isEqualTo(8);
        await().atMost(SOON).until(() -> counted(a).active() == 0);
    }
}
