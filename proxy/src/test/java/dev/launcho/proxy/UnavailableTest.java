package dev.launcho.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.Routes;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A service that the table wants closed: the kernel refuses who comes, what is there lives on. */
class UnavailableTest extends BalancerFixture {
    private void apply(Routes.Service... services) {
        balancer.apply(new Routes(Arrays.asList(services)));
    }

    private Routes.Service open(HostPort on, Routes.Backend... backends) {
        return service("web", on, HOLD, backends);
    }

    private Routes.Service closed(HostPort on, Routes.Backend... backends) {
        return open(on, backends).closed();
    }

    private static boolean refuses(HostPort address) {
        try {
            new TestClient(address).close();
            return false;
        } catch (ConnectException refused) {
            return true;
        } catch (IOException other) {
            return false;
        }
    }

    private static void awaitRefused(HostPort address) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(10)).until(() -> refuses(address));
    }

    @Test
    void closedFromTheStart_isRefused_thenOpens() throws IOException {
        apply(closed(web));
        awaitTold("closed web");
        assertThat(refuses(web)).isTrue();

        apply(open(web, echo("a").active()));
        awaitTold("listening web");

        assertThat(connect().line()).isEqualTo("a");
        assertThat(told.lines()).containsExactly("closed web", "listening web");
    }

    @Test
    void closes_andOpensAgain_connectionsLive() throws IOException {
        TestBackend a = echo("a");
        apply(open(web, a.active()));
        awaitTold("listening web");
        TestClient old = connect();
        old.line();

        apply(closed(web, a.draining()));
        awaitTold("closed web");
        awaitRefused(web);
        assertThat(old.send("still\n").line()).isEqualTo("still");
        told.clear();

        apply(open(web, a.active()));
        awaitTold("listening web");
        assertThat(connect().line()).isEqualTo("a");
        assertThat(old.send("still\n").line()).isEqualTo("still");
    }

    /** Who came before it closed keeps its time, and is served by the first that is ready. */
    @Test
    void closes_heldClientWaitsOn_andIsServed() throws IOException {
        apply(open(web));
        awaitTold("listening web");
        TestClient held = connect();
        awaitHeld(1);

        apply(closed(web));
        awaitTold("closed web");
        awaitRefused(web);
        assertThat(counted().held()).isEqualTo(1);
        apply(open(web, echo("a").active()));

        assertThat(held.line()).isEqualTo("a");
    }

    @Test
    void opensAgain_takenMeanwhile_saysSo_andOpensWhenFree() throws IOException {
        TestBackend a = echo("a");
        apply(open(web, a.active()));
        awaitTold("listening web");
        apply(closed(web));
        awaitTold("closed web");
        awaitRefused(web);
        try (ServerSocket other = new ServerSocket(web.port(), 1, InetAddress.getByName(web.host()))) {
            assertThat(other.isBound()).isTrue();
            told.clear();
            apply(open(web, a.active()));
            awaitTold("failed web: " + web + " is taken by another program");
        }

        awaitTold("listening web");
        assertThat(connect().line()).isEqualTo("a");
    }

    @Test
    void closedAndMoved_bothAreClosed_opensAtTheNewOne() throws IOException {
        TestBackend a = echo("a");
        HostPort next = freeAddress("127.0.0.1");
        apply(open(web, a.active()));
        awaitTold("listening web");

        apply(closed(next));
        awaitTold("closed web");
        awaitRefused(web);
        assertThat(refuses(next)).isTrue();

        told.clear();
        apply(open(next, a.active()));
        awaitTold("listening web");
        assertThat(closing(new TestClient(next)).line()).isEqualTo("a");
        assertThat(refuses(web)).isTrue();
    }

    /** A new address that can't be opened leaves the old one open; closing closes that, too. */
    @Test
    void movedButTaken_oldGoesOn_closesWithIt() throws IOException {
        TestBackend a = echo("a");
        apply(open(web, a.active()));
        awaitTold("listening web");
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HostPort taken = new HostPort("127.0.0.1", other.getLocalPort());
            apply(open(taken, a.active()));
            awaitTold("failed web: " + taken + " is taken by another program; until it can be opened, " + web
                    + " keeps listening");
            assertThat(connect().line()).isEqualTo("a");

            apply(closed(taken));
            awaitTold("closed web");
            awaitRefused(web);
        }
    }

    @Test
    void swapWithAClosedOne_onlyTheOpenOneListens() throws IOException {
        HostPort idle = freeAddress("127.0.0.1");
        TestBackend a = echo("a");
        apply(open(web, a.active()), service("idle", idle, HOLD).closed());
        awaitTold("listening web");
        awaitTold("closed idle");
        told.clear();

        apply(open(idle, a.active()), service("idle", web, HOLD).closed());
        awaitTold("listening web");
        awaitTold("closed idle");

        assertThat(closing(new TestClient(idle)).line()).isEqualTo("a");
        awaitRefused(web);
    }

    @Test
    void closed_itsAddressIsFree_forAnotherService() throws IOException {
        TestBackend a = echo("a");
        apply(open(web, a.active()));
        awaitTold("listening web");

        apply(closed(freeAddress("127.0.0.1")), service("api", web, HOLD, a.active()));
        awaitTold("listening api");

        assertThat(connect().line()).isEqualTo("a");
        assertThat(balancer.counters().service("api").accepted()).isEqualTo(1);
    }
}
