package dev.launcho.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.launcho.core.traffic.Routes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Connections that come while nobody can take them. */
class HoldTest extends BalancerFixture {
    @Test
    void held_backendBecomesActive_allAreReleased() throws IOException {
        TestBackend a = echo("a");
        serve(HOLD);
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clients.add(connect().send("before anyone listened " + i + "\n"));
        }
        awaitHeld(20);
        assertThat(counted().bytesIn()).isZero();

        Instant before = Instant.now();
        serve(HOLD, a.active());
        awaitHeld(0);
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofMillis(600));

        for (int i = 0; i < 20; i++) {
            assertThat(clients.get(i).line()).isEqualTo("a");
            assertThat(clients.get(i).line()).isEqualTo("before anyone listened " + i);
        }
        assertThat(counted().held()).isZero();
        assertThat(counted().refused()).isZero();
    }

    @Test
    void held_noByteIsRead_allWaitsInTheKernel() throws IOException {
        assumeTrue(java.nio.file.Files.exists(java.nio.file.Path.of("/proc/self/net/tcp")));
        serve(HOLD);
        TestClient client = connect().send("x".repeat(10_000));
        awaitHeld(1);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                KernelSockets.find(web.port(), client.socket().getLocalPort())
                                        .orElseThrow()
                                        .received())
                        .isEqualTo(10_000));
    }

    @Test
    void held_silentClientsOfServerSpeaksFirst_areReleased() throws IOException {
        TestBackend a = echo("a");
        serve(HOLD);
        TestClient client = connect();
        awaitHeld(1);

        serve(HOLD, a.active());

        assertThat(client.line()).isEqualTo("a");
    }

    @Test
    void held_clientFinishedItsRequest_isServedAfterRelease() throws IOException {
        TestBackend a = echo("a");
        serve(HOLD);
        TestClient client = connect().send("request").finish();
        awaitHeld(1);

        serve(HOLD, a.active());

        assertThat(client.rest()).isEqualTo("a\nrequest");
    }

    @Test
    void held_deadline_isReset() throws IOException {
        serve(new Routes.Hold(Duration.ofMillis(300), 10));
        Instant before = Instant.now();

        assertThat(isReset()).isTrue();

        assertThat(Duration.between(before, Instant.now())).isBetween(Duration.ofMillis(290), Duration.ofSeconds(2));
        assertThat(counted().refused()).isEqualTo(1);
        assertThat(counted().held()).isZero();
    }

    @Test
    void held_moreThanMost_isReset() throws IOException {
        serve(new Routes.Hold(Duration.ofSeconds(10), 2));
        connect();
        connect();
        awaitHeld(2);

        assertThat(isReset()).isTrue();
        assertThat(counted().held()).isEqualTo(2);
    }

    @Test
    void held_holdSwitchedOff_isReset() throws IOException {
        serve(HOLD);
        TestClient client = connect();
        awaitHeld(1);

        serve(Routes.Hold.NONE);

        assertThat(client.isReset()).isTrue();
    }

    @Test
    void held_serviceRemoved_isReset() throws IOException {
        serve(HOLD);
        TestClient client = connect();
        awaitHeld(1);

        balancer.apply(Routes.EMPTY);

        assertThat(client.isReset()).isTrue();
    }

    @Test
    void held_clientCloses_placeIsFree() throws IOException {
        serve(HOLD);
        TestClient client = connect();
        awaitHeld(1);

        client.close();

        awaitHeld(0);
    }

    @Test
    void held_clientResets_placeIsFree() throws IOException {
        serve(HOLD);
        TestClient client = connect();
        awaitHeld(1);

        client.reset();

        awaitHeld(0);
        assertThat(counted().refused()).isZero();
    }

    @Test
    void held_allBackendsRefused_goesToTheNextThatComes() throws IOException {
        TestBackend a = echo("a");
        TestBackend b = echo("b");
        a.stopListening();
        serve(HOLD, a.active());
        TestClient client = connect().send("hello\n");
        awaitHeld(1);

        serve(HOLD, b.active());

        assertThat(client.line()).isEqualTo("b");
        assertThat(client.line()).isEqualTo("hello");
    }

    @Test
    void held_drainsNobody() throws IOException {
        TestBackend a = echo("a");
        serve(a.active());
        serve(HOLD, a.draining());
        awaitTold("drained a");
        connect();

        awaitHeld(1);
        assertThat(counted(a).active()).isZero();
    }
}
