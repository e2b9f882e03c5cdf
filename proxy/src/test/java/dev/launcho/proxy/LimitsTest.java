package dev.launcho.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.Routes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code max_connections} and {@code max_connections_per_source}. */
@ExtendWith(RepeatedAfterLoss.class)
class LimitsTest extends BalancerFixture {
    private static boolean hearsNothing(TestClient client) throws IOException {
        client.socket().setSoTimeout(100);
        try {
            client.in().read();
            return false;
        } catch (SocketTimeoutException silent) {
            return true;
        } finally {
            client.socket().setSoTimeout(TestClient.PATIENCE_MILLIS);
        }
    }

    @Test
    void most_reached_othersWaitInTheBacklog_inTheirOrder() throws IOException {
        serve(Rules.most(2), echo("a").active());
        TestClient first = connect();
        TestClient second = connect();
        first.line();
        second.line();
        TestClient third = connect().send("third\n");
        assertThat(hearsNothing(third)).isTrue();
        TestClient fourth = connect().send("fourth\n");

        assertThat(hearsNothing(fourth)).isTrue();
        assertThat(counted().accepted()).isEqualTo(2);

        second.close();
        assertThat(third.line()).isEqualTo("a");
        assertThat(third.line()).isEqualTo("third");
        assertThat(hearsNothing(fourth)).isTrue();
        third.reset();
        assertThat(fourth.line()).isEqualTo("a");
        assertThat(counted().refused() + counted().rejected()).isZero();
    }

    /** Each place is taken again at once: nobody waits for a clock. */
    @Test
    void most_manyShortConnections_neverMore_andWithoutPauses() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger highest = new AtomicInteger();
        TestBackend a = backend("a", socket -> {
            highest.accumulateAndGet(now.incrementAndGet(), Math::max);
            socket.getInputStream().read();
            now.decrementAndGet();
            socket.getOutputStream().write('\n');
        });
        serve(Rules.most(2), a.active());
        long before = System.nanoTime();
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            clients.add(CompletableFuture.runAsync(() -> exchange(60)));
        }

        for (CompletableFuture<Void> client : clients) {
            client.get(60, TimeUnit.SECONDS);
        }

        assertThat(highest).hasValueBetween(1, 2);
        assertThat(counted().accepted()).isEqualTo(360);
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .as("with a pause of 200 ms for each it would take 18 s at least")
                .isLessThan(Duration.ofSeconds(15));
    }

    private void exchange(int times) {
        for (int i = 0; i < times; i++) {
            try (TestClient client = new TestClient(web)) {
                client.send("x").line();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    /** A service may have all that it may have for days. */
    @Test
    void most_reachedAndNobodyWaits_isToldOnce() throws IOException {
        serve(Rules.most(1), echo("a").active());
        List<String> warnings = closing(new LoggedWarnings()).lines();
        connect().line();

        await().pollDelay(Duration.ofMillis(2500)).until(() -> true);

        assertThat(warnings)
                .hasSizeLessThanOrEqualTo(1)
                .allMatch(line -> line.startsWith(web + " has reached max_connections"));
    }

    @Test
    void most_raisedOrTakenAway_whoWaitsComesIn() throws IOException {
        TestBackend a = echo("a");
        serve(Rules.most(1), a.active());
        connect().line();
        TestClient second = connect();
        TestClient third = connect();
        assertThat(hearsNothing(second)).isTrue();

        serve(Rules.most(2), a.active());
        assertThat(second.line()).isEqualTo("a");
        assertThat(hearsNothing(third)).isTrue();

        serve(a.active());
        assertThat(third.line()).isEqualTo("a");
    }

    @Test
    void most_lowered_nobodyIsCut() throws IOException {
        TestBackend a = echo("a");
        serve(a.active());
        List<TestClient> clients = List.of(connect(), connect(), connect());
        for (TestClient client : clients) {
            client.line();
        }

        serve(Rules.most(1), a.active());

        for (TestClient client : clients) {
            assertThat(client.send("still\n").line()).isEqualTo("still");
        }
        TestClient late = connect();
        clients.get(0).close();
        clients.get(1).close();
        assertThat(hearsNothing(late)).isTrue();
        clients.get(2).close();
        assertThat(late.line()).isEqualTo("a");
    }

    @Test
    void most_heldClientsCount() throws IOException {
        serve(Rules.most(1), HOLD);
        TestClient first = connect();
        awaitHeld(1);
        TestClient second = connect();
        assertThat(hearsNothing(second)).isTrue();
        assertThat(counted().held()).isEqualTo(1);

        first.close();

        await().atMost(SOON).until(() -> counted().accepted() == 2);
        awaitHeld(1);
    }

    @Test
    void most_otherServicesAreNotConcerned() throws IOException {
        TestBackend a = echo("a");
        HostPort other = freeAddress("127.0.0.1");
        Routes.Service limited = new Routes.Service(
                "web",
                web,
                List.of(a.active()),
                Routes.Hold.NONE,
                dev.launcho.core.model.BalancingRules.DEFAULT,
                Rules.most(1));
        balancer.apply(new Routes(List.of(limited, service("other", other, Routes.Hold.NONE, a.active()))));
        awaitTold("listening web");
        awaitTold("listening other");
        connect().line();
        connect();

        for (int i = 0; i < 10; i++) {
            assertThat(closing(new TestClient(other)).line()).isEqualTo("a");
        }
    }

    @Test
    void mostPerSource_more_isReset_untilOneHasLeft() throws IOException {
        serve(Rules.mostPerSource(2), echo("a").active());
        TestClient first = connect();
        first.line();
        connect().line();

        assertThat(isReset()).isTrue();
        assertThat(isReset()).isTrue();
        assertThat(counted().rejected()).isEqualTo(2);
        assertThat(counted().refused()).isZero();

        first.close();
        awaitActive(1);
        await().atMost(SOON).until(() -> !isTurnedAway());
    }

    private boolean isTurnedAway() {
        try (TestClient client = new TestClient(web)) {
            client.line();
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    /** Behind a proxy all have one address: it is the one in the header that counts. */
    @Test
    void mostPerSource_behindAProxy_countsWhomTheHeaderNames() throws IOException {
        serve(Rules.mostPerSource(1, "127.0.0.0/8"), echo("a").active());
        String header = "PROXY TCP4 203.0.113.%d 198.51.100.1 40000 443\r\n";
        for (int client = 1; client <= 3; client++) {
            assertThat(connect().send(header.formatted(client)).line()).isEqualTo("a");
        }

        assertThat(connect().send(header.formatted(2)).isReset()).isTrue();
        assertThat(counted().rejected()).isEqualTo(1);
    }

    /** One client has all addresses of a /64, and may take a fresh one for each connection. */
    @Test
    void mostPerSource_ipv6_countsTheNetwork() throws IOException {
        serve(Rules.mostPerSource(1, "127.0.0.0/8"), echo("a").active());
        String header = "PROXY TCP6 2001:db8:0:%s 2001:db8::ff 40000 443\r\n";
        assertThat(connect().send(header.formatted("1::1")).line()).isEqualTo("a");

        assertThat(connect().send(header.formatted("1:a:b:c:d")).isReset()).isTrue();
        assertThat(connect().send(header.formatted("2::1")).line()).isEqualTo("a");
    }
}
