package dev.launcho.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.Routes;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Listening sockets follow the table. */
class ListenTest extends BalancerFixture {
    @Test
    void listen_hostName() throws IOException {
        web = new HostPort("localhost", web.port());

        serve(echo("a").active());

        assertThat(connect().line()).isEqualTo("a");
    }

    @Test
    void listen_ipv6Loopback() throws IOException {
        assumeThat(hasIpv6Loopback()).isTrue();
        web = freeAddress("::1");

        serve(echo("a").active());

        assertThat(connect().line()).isEqualTo("a");
    }

    @Test
    void listen_ipv4Wildcard_takesIpv4Only() throws IOException {
        HostPort any = new HostPort("0.0.0.0", web.port());
        TestBackend a = echo("a");

        balancer.apply(new Routes(List.of(service("web", any, Routes.Hold.NONE, a.active()))));
        awaitTold("listening web");

        assertThat(connect().line()).isEqualTo("a");
        assertThatThrownBy(() -> new TestClient(new HostPort("::1", web.port())))
                .isInstanceOf(IOException.class);
    }

    @Test
    void listen_ipv6Wildcard_takesBoth() throws IOException {
        assumeThat(hasIpv6Loopback()).isTrue();
        TestBackend a = echo("a");

        balancer.apply(
                new Routes(List.of(service("web", new HostPort("::", web.port()), Routes.Hold.NONE, a.active()))));
        awaitTold("listening web");

        assertThat(connect().line()).isEqualTo("a");
        assertThat(closing(new TestClient(new HostPort("::1", web.port()))).line())
                .isEqualTo("a");
    }

    @Test
    void taken_toldOnce_openedWhenFree() throws IOException {
        TestBackend a = echo("a");
        try (ServerSocket other = new ServerSocket(web.port(), 1, InetAddress.getByName(web.host()))) {
            assertThat(other.isBound()).isTrue();
            balancer.apply(new Routes(List.of(service("web", web, Routes.Hold.NONE, a.active()))));
            awaitTold("failed web: " + web + " is taken by another program");
            // Another try has been made when a later change has been told.
            HostPort second = freeAddress("127.0.0.1");
            balancer.apply(new Routes(List.of(
                    service("web", web, Routes.Hold.NONE, a.active()),
                    service("second", second, Routes.Hold.NONE, a.active()))));
            awaitTold("listening second");
        }
        awaitTold("listening web");

        assertThat(connect().line()).isEqualTo("a");
        assertThat(told.lines())
                .containsExactly(
                        "failed web: " + web + " is taken by another program", "listening second", "listening web");
    }

    @Test
    void takenByAnotherService_itsNameIsTold() throws IOException {
        HostPort all = new HostPort("0.0.0.0", web.port());

        balancer.apply(
                new Routes(List.of(service("web", web, Routes.Hold.NONE), service("all", all, Routes.Hold.NONE))));

        awaitTold("failed all: " + all + " is taken by the service web");
    }

    @Test
    void noSuchAddress_isTold() {
        balancer.apply(new Routes(List.of(service("web", new HostPort("192.0.2.1", 5000), Routes.Hold.NONE))));

        awaitTold("failed web: 192.0.2.1:5000 can't be opened: this machine has no address 192.0.2.1");
    }

    @Test
    void unknownHost_isTold() {
        balancer.apply(new Routes(List.of(service("web", new HostPort("no-such-host.invalid", 5000), HOLD))));

        awaitTold("failed web: no-such-host.invalid:5000 can't be opened:"
                + " the host \"no-such-host.invalid\" is not known, or no name server could tell");
    }

    @Test
    void changedAddress_newOpensOldCloses_connectionsLive() throws IOException {
        TestBackend a = echo("a");
        serve(a.active());
        TestClient old = connect();
        old.line();
        HostPort before = web;
        web = freeAddress("127.0.0.1");
        told.clear();

        serve(a.active());

        assertThat(connect().line()).isEqualTo("a");
        awaitRefused(before);
        assertThat(old.send("still\n").line()).isEqualTo("still");
    }

    @Test
    void changedAddress_newIsTaken_oldGoesOn() throws IOException {
        TestBackend a = echo("a");
        serve(a.active());
        HostPort before = web;
        try (ServerSocket other = FreePorts.listen("127.0.0.1", 1)) {
            HostPort taken = new HostPort("127.0.0.1", other.getLocalPort());
            balancer.apply(new Routes(List.of(service("web", taken, Routes.Hold.NONE, a.active()))));
            awaitTold("failed web: " + taken + " is taken by another program; until it can be opened, " + before
                    + " keeps listening");

            assertThat(connect().line()).isEqualTo("a");
        }
        await().atMost(SOON)
                .until(() ->
                        told.lines().stream().filter("listening web"::equals).count() == 2);
        awaitRefused(before);
    }

    @Test
    void changedToOverlappingAddress_closesFirst() throws IOException {
        TestBackend a = echo("a");
        serve(a.active());
        TestClient old = connect();
        old.line();
        for (String host : List.of("0.0.0.0", "127.0.0.1")) {
            told.clear();
            balancer.apply(
                    new Routes(List.of(service("web", new HostPort(host, web.port()), Routes.Hold.NONE, a.active()))));
            awaitTold("listening web");

            assertThat(told.lines()).containsExactly("listening web");
            assertThat(connect().line()).isEqualTo("a");
        }
        assertThat(old.send("still\n").line()).isEqualTo("still");
    }

    @Test
    void sameAddressUnderAnotherName_staysOpen() throws IOException {
        TestBackend a = echo("a");
        serve(HOLD);
        TestClient held = connect();
        awaitHeld(1);
        HostPort named = new HostPort("localhost", web.port());
        told.clear();

        balancer.apply(new Routes(List.of(service("web", named, HOLD, a.active()))));
        awaitTold("listening web");

        assertThat(held.line()).isEqualTo("a");
        assertThat(connect().line()).isEqualTo("a");
    }

    @Test
    void twoServicesSwap_bothStayReachable() throws IOException {
        HostPort api = freeAddress("127.0.0.1");
        TestBackend a = echo("a");
        TestBackend b = echo("b");
        apply(service("web", web, Routes.Hold.NONE, a.active()), service("api", api, Routes.Hold.NONE, b.active()));
        awaitTold("listening web");
        awaitTold("listening api");
        assertThat(connect().line()).isEqualTo("a");
        told.clear();

        apply(service("web", api, Routes.Hold.NONE, a.active()), service("api", web, Routes.Hold.NONE, b.active()));
        awaitTold("listening web");
        awaitTold("listening api");

        assertThat(connect().line()).isEqualTo("b");
        assertThat(closing(new TestClient(api)).line()).isEqualTo("a");
    }

    @Test
    void manyTables_unchangedListenerIsNeverClosed() throws IOException {
        TestBackend a = echo("a");
        TestBackend b = echo("b");
        serve(a.active());

        for (int i = 0; i < 100; i++) {
            HostPort other = new HostPort("127.0.0.1", web.port());
            apply(service("web", other, i % 2 == 0 ? HOLD : Routes.Hold.NONE, (i % 3 == 0 ? a : b).active()));
            assertThat(connect().line()).isIn("a", "b");
        }
        assertThat(told.lines().stream().filter("listening web"::equals)).hasSize(1);
    }

    @Test
    void removedService_portIsFree_connectionLives() throws IOException {
        TestBackend a = echo("a");
        serve(a.active());
        TestClient old = connect();
        old.line();

        balancer.apply(Routes.EMPTY);

        awaitRefused(web);
        assertThat(old.send("still\n").line()).isEqualTo("still");
    }

    private void apply(Routes.Service... services) {
        balancer.apply(new Routes(Arrays.asList(services)));
    }

    private static void awaitRefused(HostPort address) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(10)).until(() -> {
            try {
                new TestClient(address).close();
                return false;
            } catch (ConnectException refused) {
                return true;
            } catch (SocketException resetAsItCloses) {
                return false;
            }
        });
    }
}
