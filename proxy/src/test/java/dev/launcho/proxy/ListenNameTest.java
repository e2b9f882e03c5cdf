package dev.launcho.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.Routes;
import dev.launcho.proxy.names.FakeLookup;
import dev.launcho.proxy.names.HostLookup;
import dev.launcho.proxy.names.HostNames;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Services on names: only they wait for a name server, and they follow it. */
class ListenNameTest extends BalancerFixture {
    private static final String HOST = "db0.corp.internal";

    private final FakeLookup server = new FakeLookup();

    @Override
    HostLookup lookup() {
        return server;
    }

    @Override
    HostNames.Pace pace() {
        return new HostNames.Pace(Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofMillis(300));
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    private HostPort named() {
        return new HostPort(HOST, web.port());
    }

    private TestClient at(String host, int port) throws IOException {
        return closing(new TestClient(new HostPort(host, port)));
    }

    private void apply(Routes.Service... services) {
        balancer.apply(new Routes(Arrays.asList(services)));
    }

    private void awaitRefused(String host) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(
                        () -> assertThatThrownBy(() -> at(host, web.port())).isInstanceOf(ConnectException.class));
    }

    /** The case: one name that nobody answers for, in front of everything else. */
    @Test
    void silentServer_othersOpenAtOnce_andMoveAtOnce() throws IOException {
        server.silent();
        TestBackend a = echo("a");
        List<Routes.Service> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(service("db" + i, new HostPort("db" + i + ".corp.internal", web.port()), HOLD));
        }
        all.add(service("web", web, Routes.Hold.NONE, a.active()));
        long before = System.nanoTime();
        balancer.apply(new Routes(all));
        awaitTold("listening web");
        assertThat(connect().line()).isEqualTo("a");
        HostPort old = web;
        web = freeAddress("127.0.0.1");
        told.clear();

        all.set(200, service("web", web, Routes.Hold.NONE, a.active()));
        balancer.apply(new Routes(all));
        awaitTold("listening web");

        assertThat(connect().line()).isEqualTo("a");
        awaitRefused(old.host(), old.port());
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(SOON);
    }

    private void awaitRefused(String host, int port) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> assertThatThrownBy(() -> at(host, port)).isInstanceOf(ConnectException.class));
    }

    @Test
    void silentServer_itsServiceSaysSo_andOpensWhenAnswered() throws IOException {
        server.silent();
        serveNamed(echo("a"));

        awaitTold("looking up " + HOST + " for web");
        awaitTold("failed web: " + named() + " can't be opened: no name server answers for the host \"" + HOST
                + "\"; Launcho keeps asking: check the name and /etc/resolv.conf; an IP address"
                + " needs no name server");
        assertThat(told.lines()).hasSize(2);

        server.host(HOST, "127.0.0.1");
        server.close();

        awaitTold("listening web");
        assertThat(connect().line()).isEqualTo("a");
    }

    private void serveNamed(TestBackend backend) {
        apply(service("web", named(), Routes.Hold.NONE, backend.active()));
    }

    @Test
    void silentServer_closeDoesNotWait() {
        server.silent();
        apply(service("web", named(), HOLD));
        await().atMost(SOON).until(() -> server.underWay() > 0);
        long before = System.nanoTime();

        balancer.close();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void addressChanges_newOpens_oldCloses_connectionsLive() throws IOException {
        server.host(HOST, "127.0.0.1");
        serveNamed(echo("a"));
        awaitTold("listening web");
        TestClient old = at("127.0.0.1", web.port());
        assertThat(old.line()).isEqualTo("a");

        server.host(HOST, "127.0.0.9");
        awaitTold("moved web, " + named() + ": 127.0.0.9:" + web.port());

        assertThat(at("127.0.0.9", web.port()).line()).isEqualTo("a");
        awaitRefused("127.0.0.1");
        assertThat(old.send("still\n").line()).isEqualTo("still");
        assertThat(told.lines()).containsOnlyOnce("listening web");
    }

    @Test
    void addressChanges_newCantBeOpened_oldGoesOn_untilItCan() throws IOException {
        server.host(HOST, "127.0.0.1");
        serveNamed(echo("a"));
        awaitTold("listening web");
        try (ServerSocket other = new ServerSocket(web.port(), 1, InetAddress.getByName("127.0.0.9"))) {
            server.host(HOST, "127.0.0.9");
            awaitTold("failed web: " + named() + ": 127.0.0.9:" + web.port()
                    + " is taken by another program; until it can be opened, 127.0.0.1:" + web.port()
                    + " keeps listening");

            assertThat(other.isBound()).isTrue();
            assertThat(at("127.0.0.1", web.port()).line()).isEqualTo("a");
        }
        awaitTold("moved web, " + named() + ": 127.0.0.9:" + web.port());
        assertThat(at("127.0.0.9", web.port()).line()).isEqualTo("a");
        awaitRefused("127.0.0.1");
    }

    @Test
    void laterLookUpFails_openStaysOpen_andSaysSo() throws IOException {
        server.host(HOST, "127.0.0.1");
        serveNamed(echo("a"));
        awaitTold("listening web");

        server.host(HOST);
        awaitTold("partly web: the host \"" + HOST + "\" can't be looked up any more, its last addresses stay open");

        assertThat(connect().line()).isEqualTo("a");
        told.clear();
        server.host(HOST, "127.0.0.1");
        awaitTold("listening web");
        assertThat(connect().line()).isEqualTo("a");
    }

    @Test
    void changedToSilentName_oldGoesOn() throws IOException {
        server.silent();
        TestBackend a = echo("a");
        serve(a.active());

        apply(service("web", new HostPort(HOST, web.port() + 1), Routes.Hold.NONE, a.active()));
        await().atMost(SOON)
                .until(() -> told.lines().stream()
                        .anyMatch(line -> line.endsWith("; until it can be opened, " + web + " keeps listening")));

        assertThat(connect().line()).isEqualTo("a");
    }

    @Test
    void severalAddresses_allAreOpen_asOneService() throws IOException {
        server.host(HOST, "127.0.0.1", "127.0.0.9");
        serveNamed(echo("a"));
        awaitTold("listening web");

        assertThat(at("127.0.0.1", web.port()).line()).isEqualTo("a");
        assertThat(at("127.0.0.9", web.port()).line()).isEqualTo("a");
        assertThat(counted().accepted()).isEqualTo(2);
        assertThat(told.lines())
                .containsOnlyOnce("listening web")
                // On a busy machine the look-up may take longer than the name server is given here.
                .noneMatch(line -> line.startsWith("failed") && !line.contains("no name server answers"));
    }

    /** One name of several machines. */
    @Test
    void severalAddresses_thoseOfOtherMachinesAreLeftOut() throws IOException {
        server.host(HOST, "192.0.2.1", "127.0.0.1");
        serveNamed(echo("a"));
        awaitTold("listening web");

        assertThat(connect().line()).isEqualTo("a");
    }

    @Test
    void addressOfAnotherMachine_isTold() throws IOException {
        server.host(HOST, "192.0.2.1");
        serveNamed(echo("a"));

        awaitTold("failed web: " + named() + ": 192.0.2.1:" + web.port()
                + " can't be opened: this machine has no address 192.0.2.1");
    }

    @Test
    void oneOfSeveralIsTaken_theOtherServes_andSaysSo() throws IOException {
        server.host(HOST, "127.0.0.1", "127.0.0.9");
        try (ServerSocket other = new ServerSocket(web.port(), 1, InetAddress.getByName("127.0.0.9"))) {
            assertThat(other.isBound()).isTrue();
            serveNamed(echo("a"));
            awaitTold("partly web: " + named() + ": 127.0.0.9:" + web.port() + " is taken by another program");
            assertThat(connect().line()).isEqualTo("a");
        }

        awaitTold("listening web");
        assertThat(at("127.0.0.9", web.port()).line()).isEqualTo("a");
    }

    @Test
    void literalOfAnotherService_goesBeforeTheName() throws IOException {
        server.host(HOST, "127.0.0.1", "127.0.0.9");
        TestBackend a = echo("a");
        TestBackend b = echo("b");
        apply(service("web", named(), Routes.Hold.NONE, a.active()));
        awaitTold("listening web");

        apply(service("web", named(), Routes.Hold.NONE, a.active()), service("api", web, Routes.Hold.NONE, b.active()));
        awaitTold("listening api");
        awaitTold("partly web: " + named() + ": " + web + " is taken by the service api");

        assertThat(connect().line()).isEqualTo("b");
        assertThat(at("127.0.0.9", web.port()).line()).isEqualTo("a");
    }

    @Test
    void twoNamesOfOneAddress_theSecondIsTold() throws IOException {
        server.host(HOST, "127.0.0.1").host("db1", "127.0.0.1");
        HostPort second = new HostPort("db1", web.port());
        // Who is answered first is first.
        apply(service("web", named(), HOLD));
        awaitTold("listening web");

        apply(service("web", named(), HOLD), service("other", second, HOLD));

        awaitTold("failed other: " + second + ": " + web + " is taken by the service web");
    }

    /** The zone of one name now leads to the address of another: its clients must not get that one's backends. */
    @Test
    void nameThatLeadsToTheAddressOfAnother_doesNotTakeItAway() throws IOException {
        server.host(HOST, "127.0.0.1").host("db1", "127.0.0.1");
        TestBackend a = echo("a");
        HostPort second = new HostPort("db1", web.port());
        apply(service("web", named(), HOLD, a.active()));
        awaitTold("listening web");

        apply(service("other", second, HOLD), service("web", named(), HOLD, a.active()));

        awaitTold("failed other: " + second + ": " + web + " is taken by the service web");
        assertThat(at("127.0.0.1", web.port()).line()).isEqualTo("a");
    }

    @Test
    void localhost_silentServer_bothFamiliesAtOnce() throws IOException {
        assumeThat(hasIpv6Loopback()).isTrue();
        server.silent();
        TestBackend a = echo("a");
        apply(service("web", new HostPort("localhost", web.port()), Routes.Hold.NONE, a.active()));
        awaitTold("listening web");

        assertThat(at("127.0.0.1", web.port()).line()).isEqualTo("a");
        assertThat(at("::1", web.port()).line()).isEqualTo("a");
        assertThat(counted().accepted()).isEqualTo(2);
        assertThat(told.lines()).containsExactly("listening web");
        assertThat(server.underWay()).isZero();
    }

    /** Both were good in one target, and are. */
    @Test
    void localhost_besideAServiceOnIpv6Loopback_eachHasItsOwn() throws IOException {
        assumeThat(hasIpv6Loopback()).isTrue();
        TestBackend a = echo("a");
        TestBackend b = echo("b");
        apply(
                service("web", new HostPort("localhost", web.port()), Routes.Hold.NONE, a.active()),
                service("api", new HostPort("::1", web.port()), Routes.Hold.NONE, b.active()));
        awaitTold("listening api");
        awaitTold("partly web: localhost:" + web.port() + ": [::1]:" + web.port() + " is taken by the service api");

        assertThat(at("127.0.0.1", web.port()).line()).isEqualTo("a");
        assertThat(at("::1", web.port()).line()).isEqualTo("b");
    }
}
