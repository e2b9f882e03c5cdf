package dev.launcho.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.Routes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Out of rotation at once; told when the last connection is over. */
@ExtendWith(RepeatedAfterLoss.class)
class DrainTest extends BalancerFixture {
    @Test
    void drained_noConnections_toldAtOnceAndOnce() throws IOException {
        TestBackend a = echo("a");
        TestBackend b = echo("b");
        serve(a.active(), b.active());

        serve(a.draining(), b.active());
        awaitTold("drained a");
        serve(b.active());
        serve(HOLD, b.active());

        flushTold();
        assertThat(told.drained()).containsExactly("drained a");
    }

    @Test
    void drained_withConnections_toldAfterTheLast() throws IOException {
        TestBackend a = echo("a");
        serve(a.active());
        TestClient first = connect();
        TestClient second = connect();
        first.line();
        second.line();

        serve(a.draining());
        first.close();
        awaitActive(1);
        assertThat(told.drained()).isEmpty();
        assertThat(second.send("still\n").line()).isEqualTo("still");
        second.close();

        awaitTold("drained a");
        assertThat(counted(a).drained()).isEqualTo(2);
        assertThat(counted(a).cut()).isZero();
    }

    @Test
    void drained_backendLeavesTheTable_connectionGoesOn() throws IOException {
        TestBackend a = echo("a");
        serve(a.active());
        TestClient client = connect();
        client.line();

        balancer.apply(Routes.EMPTY);
        assertThat(client.send("still\n").line()).isEqualTo("still");
        assertThat(told.drained()).isEmpty();
        client.close();

        awaitTold("drained a");
    }

    @Test
    void drained_backInRotation_notTold() throws IOException {
        TestBackend a = echo("a");
        serve(a.active());
        TestClient client = connect();
        client.line();

        serve(a.draining());
        serve(a.active());
        client.close();
        awaitActive(0);

        flushTold();
        assertThat(told.drained()).isEmpty();
        serve(a.draining());
        awaitTold("drained a");
    }

    @Test
    void drained_receivesTwoServices_countedTogether() throws IOException {
        HostPort api = freeAddress("127.0.0.1");
        TestBackend a = echo("a");
        balancer.apply(new Routes(List.of(
                service("web", web, Routes.Hold.NONE, a.active()), service("api", api, Routes.Hold.NONE, a.active()))));
        awaitTold("listening web");
        awaitTold("listening api");
        TestClient client = closing(new TestClient(api));
        client.line();

        serve(a.active());
        flushTold();
        assertThat(told.drained()).as("still in rotation for web").isEmpty();
        serve(a.draining());
        flushTold();
        assertThat(told.drained()).as("the connection through api is open").isEmpty();
        client.close();

        awaitTold("drained a");
    }

    @Test
    void drained_resetByTheBackend_countsAsCut() throws Exception {
        CompletableFuture<Void> die = new CompletableFuture<>();
        TestBackend a = backend("a", socket -> {
            die.get(60, TimeUnit.SECONDS);
            socket.setSoLinger(true, 0);
        });
        serve(a.active());
        connect();
        awaitActive(1);

        serve(a.draining());
        die.complete(null);

        awaitTold("drained a");
        assertThat(counted(a).cut()).isEqualTo(1);
        assertThat(counted(a).drained()).isZero();
    }

    @Test
    void drained_backendEndsItself_countsThoughTheClientStays() throws Exception {
        CompletableFuture<Void> end = new CompletableFuture<>();
        TestBackend a = backend("a", socket -> end.get(60, TimeUnit.SECONDS));
        serve(a.active());
        TestClient client = connect();
        awaitActive(1);
        serve(a.draining());
        assertThat(balancer.isSettled(a.id())).isFalse();

        end.complete(null);

        assertThat(client.rest()).isEmpty();
        await().atMost(SOON).until(() -> counted(a).drained() == 1);
        assertThat(counted().drained()).isEqualTo(1);
        assertThat(counted().active()).as("the client may still send").isEqualTo(1);
        assertThat(balancer.isSettled(a.id())).isTrue();
        client.close();
        awaitTold("drained a");
        assertThat(counted(a).drained()).isEqualTo(1);
        assertThat(counted().cut()).isZero();
    }

    @Test
    void cut_backendIsKilled_countsHoweverItsConnectionsEnd() throws Exception {
        CompletableFuture<Void> end = new CompletableFuture<>();
        TestBackend a = backend("a", socket -> end.get(60, TimeUnit.SECONDS));
        serve(a.active());
        TestClient first = connect();
        TestClient second = connect();
        awaitActive(2);
        serve(a.draining());
        balancer.killed(a.id());

        end.complete(null);
        assertThat(first.rest()).isEmpty();
        assertThat(second.rest()).isEmpty();

        await().atMost(SOON).until(() -> counted(a).cut() == 2);
        assertThat(counted().cut()).isEqualTo(2);
        assertThat(counted().drained()).isZero();
    }

    @Test
    void cut_backendCrashesInRotation_counts() throws Exception {
        CompletableFuture<Void> die = new CompletableFuture<>();
        TestBackend a = backend("a", socket -> {
            die.get(60, TimeUnit.SECONDS);
            socket.setSoLinger(true, 0);
        });
        serve(a.active());
        connect();
        awaitActive(1);
        die.complete(null);

        await().atMost(SOON).until(() -> counted(a).cut() == 1);
        assertThat(counted().cut()).isEqualTo(1);
        assertThat(counted(a).drained()).isZero();
    }

    @Test
    void drained_underLoad_nothingArrivesAfterwards() throws Exception {
        AtomicBoolean late = new AtomicBoolean();
        TestBackend a = backend("a", socket -> {
            if (told.drained().contains("drained a")) {
                late.set(true);
            }
            socket.getOutputStream().write('\n');
        });
        TestBackend b = backend("b", socket -> socket.getOutputStream().write('\n'));
        serve(a.active(), b.active());
        AtomicBoolean stop = new AtomicBoolean();
        List<CompletableFuture<Void>> load = Stream.generate(() -> CompletableFuture.runAsync(() -> connectUntil(stop)))
                .limit(3)
                .toList();

        for (int round = 0; round < 20; round++) {
            awaitMore(a);
            serve(a.draining(), b.active());
            awaitTold("drained a");
            awaitMore(b);
            assertThat(late).isFalse();
            told.lines().remove("drained a");
            serve(a.active(), b.active());
        }
        stop.set(true);

        // No client has been reset or left without an answer.
        for (CompletableFuture<Void> client : load) {
            client.get(60, TimeUnit.SECONDS);
        }
    }

    private void connectUntil(AtomicBoolean stop) {
        while (!stop.get()) {
            try (TestClient client = new TestClient(web)) {
                client.line();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    private static void awaitMore(TestBackend backend) {
        int before = backend.accepted();
        await().atMost(SOON).pollInterval(Duration.ofMillis(1)).until(() -> backend.accepted() > before + 5);
    }

    /** Whatever was to be told until now has been: it is told on one loop, in order. */
    private void flushTold() throws IOException {
        TestBackend marker = echo("marker-" + System.nanoTime());
        HostPort other = freeAddress("127.0.0.1");
        Routes.Service extra = service("marker", other, Routes.Hold.NONE, marker.draining());
        Routes before = applied;
        List<Routes.Service> all = new ArrayList<>(before.services());
        all.add(extra);
        balancer.apply(new Routes(all));
        awaitTold("drained " + marker.id());
        balancer.apply(before);
        told.lines().remove("drained " + marker.id());
    }

    private Routes applied = Routes.EMPTY;

    @Override
    void serve(Routes.Hold hold, Routes.Backend... backends) {
        applied = new Routes(List.of(service("web", web, hold, backends)));
        super.serve(hold, backends);
    }
}
