package dev.launcho.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.traffic.Routes;
import dev.launcho.proxy.listen.Patience;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which backend a connection gets. */
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
        try (MuteBackend mute = new MuteBackend()) {
            serve(mute.active(), echo("b").active());
            Instant before = Instant.now();

            assertThat(connect().line()).isEqualTo("b");

            assertThat(Duration.between(before, Instant.now()))
                    .isBetween(Duration.ofMillis(900), Duration.ofSeconds(3));
        }
    }

    /** Each has its second; together they have five, after which the client is told. */
    @Test
    void connect_nobodyAnswers_isResetWhenTheTimeForAllIsOver() throws Exception {
        assertThat(Patience.USUAL.connect()).isEqualTo(Duration.ofSeconds(1));
        assertThat(Patience.USUAL.connects()).isEqualTo(Duration.ofSeconds(5));
        balancer.close();
        Patience brief = new Patience(Duration.ofMillis(300), Duration.ofMillis(800), Duration.ofSeconds(5));
        balancer = NettyBalancer.start(engine.start(), told, brief);
        Routes.Backend[] mute = new Routes.Backend[6];
        for (int i = 0; i < mute.length; i++) {
            mute[i] = closing(new MuteBackend("mute" + i)).active();
        }
        serve(mute);
        Instant before = Instant.now();

        assertThat(isReset()).isTrue();

        assertThat(Duration.between(before, Instant.now())).isBetween(Duration.ofMillis(780), Duration.ofMillis(1_700));
        assertThat(counted().refused()).isEqualTo(1);
        assertThat(counted().retried()).isBetween(1L, 2L);
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
        try (MuteBackend mute = new MuteBackend()) {
            serve(mute.active(), echo("b").active());

            assertThat(connect().finish().rest()).isEqualTo("b\n");
        }
    }

    @Test
    void connect_clientResetsMeanwhile_isAbandoned() throws IOException {
        try (MuteBackend mute = new MuteBackend()) {
            serve(HOLD, mute.active());
            TestClient client = connect();
            await().atMost(SOON)
                    .until(() -> balancer.counters()
                                    .backend(mute.active().instance())
                                    .active()
                            == 1);

            client.reset();

            await().atMost(Duration.ofMillis(700))
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
