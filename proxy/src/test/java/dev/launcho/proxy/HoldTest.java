package dev.launcho.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.launcho.core.traffic.Routes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections that come while nobody can take them. */
@ExtendWith(RepeatedAfterLoss.class)
class HoldTest extends BalancerFixture {
    @Test
    void held_backendBecomesActive_allAreReleased() throws IOException {
        TestBackend a = echo("a");
        Duration took;
        int attempts = 0;
        do {
            took = releasesAll(a);
            // The machine stood still meanwhile, or each has looked by itself.
            assertThat(attempts++).as("attempts, each of them late").isLessThan(20);
        } while (took.compareTo(Duration.ofMillis(900)) > 0);
        assertThat(counted().held()).isZero();
        assertThat(counted().refused()).isZero();
    }

    /** @return how long the last one was held at most; after a second it looks by itself */
    private Duration releasesAll(TestBackend backend) throws IOException {
        serve(HOLD);
        long bytesIn = counted().bytesIn();
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 19; i++) {
            clients.add(connect().send("before anyone listened " + i + "\n"));
        }
        awaitHeld(19);
        long before = System.nanoTime();
        clients.add(connect().send("before anyone listened 19\n"));
        awaitHeld(20);
        assertThat(counted().bytesIn()).isEqualTo(bytesIn);

        serve(HOLD, backend.active());
        awaitHeld(0);
        Duration took = Duration.ofNanos(System.nanoTime() - before);

        for (int i = 0; i < 20; i++) {
            assertThat(clients.get(i).line()).isEqualTo("a");
            assertThat(clients.get(i).line()).isEqualTo("before anyone listened " + i);
            clients.get(i).close();
        }
        awaitActive(0);
        return took;
    }

    @Test
    void held_noByteIsRead_allWaitsInTheKernel() throws IOException {
        assumeTrue(java.nio.file.Files.exists(java.nio.file.Path.of("/proc/self/net/tcp")));
        serve(HOLD);
        TestClient client = connect().send("x".repeat(10_000));
        awaitHeld(1);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                KernelSockets.find(web.port(), client.socket().getLocalPort()))
                        .hasValueSatisfying(
                                socket -> assertThat(socket.received()).isEqualTo(10_000)));
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
        long before = System.nanoTime();

        assertThat(isReset()).isTrue();

        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isBetween(Duration.ofMillis(290), Duration.ofSeconds(20));
        assertThat(counted().refused()).isEqualTo(1);
        assertThat(counted().held()).isZero();
    }

    @Test
    void held_moreThanMost_isReset() throws IOException {
        serve(new Routes.Hold(HOLD.time(), 2));
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
