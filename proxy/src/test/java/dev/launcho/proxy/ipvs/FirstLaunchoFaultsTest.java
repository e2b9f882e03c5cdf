package dev.launcho.proxy.ipvs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.Routes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What went wrong between the first Launcho and IPVS: one test for each. */
class FirstLaunchoFaultsTest extends BalancerFixture {
    private static final HostPort API = HostPort.parse("127.0.0.1:5001");

    private void both(Routes.Backend web, Routes.Backend api) {
        balancer.apply(new Routes(
                List.of(service("web", WEB, Routes.Hold.NONE, web), service("api", API, Routes.Hold.NONE, api))));
    }

    private static String server(HostPort service, int port, int weight) {
        return "-a -t " + service + " -r 127.0.0.1:" + port + " -m -w " + weight;
    }

    /** "Two processes dying in one tick can swap ports and get each other's traffic." */
    @Test
    void twoDieAndSwapPorts_neitherGetsTheOthersTraffic() {
        both(active("web-a", 20001), active("api-a", 20002));
        awaitTable(
                "-A -t " + WEB + " -s wrr", server(WEB, 20001, 1), "-A -t " + API + " -s wrr", server(API, 20002, 1));

        balancer.ended(new InstanceId("web-a"));
        balancer.ended(new InstanceId("api-a"));
        both(active("web-b", 20002), active("api-b", 20001));

        awaitTable(
                "-A -t " + WEB + " -s wrr", server(WEB, 20002, 1), "-A -t " + API + " -s wrr", server(API, 20001, 1));
        assertThat(balancer.counters().backend(new InstanceId("web-b")).accepted())
                .isZero();
    }

    /** "Balancer entries of exited processes are never removed." */
    @Test
    void exited_entryIsRemoved_thoughItsConnectionsLinger() {
        serve(active("a", 20001), active("b", 20002));
        awaitTable("-A -t " + WEB + " -s wrr", server(WEB, 20001, 1), server(WEB, 20002, 1));
        kernel.connections(
                "ESTABLISHED 127.0.0.1:40000 " + WEB + " 127.0.0.1:20001",
                "TIME_WAIT 127.0.0.1:40001 " + WEB + " 127.0.0.1:20001");

        balancer.ended(new InstanceId("a"));
        serve(active("b", 20002));

        awaitTable("-A -t " + WEB + " -s wrr", server(WEB, 20002, 1));
    }

    /** The same of what a server that was killed has left. */
    @Test
    void exitedWhileNoServerWasThere_entryIsRemoved() throws IOException {
        serve(active("a", 20001), active("b", 20002));
        awaitTable("-A -t " + WEB + " -s wrr", server(WEB, 20001, 1), server(WEB, 20002, 1));
        balancer.close();

        balancer = start();
        balancer.ended(new InstanceId("a"));
        serve(HOLD, active("b", 20002));

        awaitTable("-A -t " + WEB + " -s wrr", server(WEB, 20002, 1));
    }

    /** "Weights keyed by port alone": one port in two services has a weight in each. */
    @Test
    void onePortInTwoServices_weightsAreTheirOwn() {
        both(active("a", 20001), active("a", 20001));
        awaitTable(
                "-A -t " + WEB + " -s wrr", server(WEB, 20001, 1), "-A -t " + API + " -s wrr", server(API, 20001, 1));
        kernel.connections("ESTABLISHED 127.0.0.1:40000 " + WEB + " 127.0.0.1:20001");

        both(draining("a", 20001), active("a", 20001));

        awaitTable(
                "-A -t " + WEB + " -s wrr", server(WEB, 20001, 0), "-A -t " + API + " -s wrr", server(API, 20001, 1));
    }

    /** "SIGTERM before leaving the balancer, no drain": nothing is drained before the kernel has said so. */
    @Test
    void retired_isDrainedOnlyAfterWeight0AndItsLastConnection() {
        serve(active("a", 20001), active("b", 20002));
        awaitTable("-A -t " + WEB + " -s wrr", server(WEB, 20001, 1), server(WEB, 20002, 1));
        kernel.connections("ESTABLISHED 127.0.0.1:40000 " + WEB + " 127.0.0.1:20001");
        InstanceId a = new InstanceId("a");

        serve(draining("a", 20001), active("b", 20002));
        while (!kernel.table().contains(server(WEB, 20001, 0))) {
            assertThat(balancer.isDrained(a)).isFalse();
        }
        awaitLooks(1);
        assertThat(balancer.isDrained(a)).isFalse();
        kernel.connections();

        await().atMost(SOON).until(() -> balancer.isDrained(a));
    }

    /** "A gap with no backend": the new server is there before the old one leaves. */
    @Test
    void replaced_newOneFirst() {
        serve(active("a", 20001));
        awaitTable("-A -t " + WEB + " -s wrr", server(WEB, 20001, 1));

        serve(active("b", 20002));
        awaitTable("-A -t " + WEB + " -s wrr", server(WEB, 20002, 1));

        assertThat(kernel.changes())
                .endsWith(
                        "-a -t " + WEB + " -r 127.0.0.1:20002 -m -w 1",
                        "-e -t " + WEB + " -r 127.0.0.1:20001 -m -w 0",
                        "-d -t " + WEB + " -r 127.0.0.1:20001");
    }

    /** "ipvsadm runs under the global lock": one that hangs keeps nobody waiting, and is killed. */
    @Test
    void ipvsadmHangs_nobodyWaits() throws IOException {
        balancer.close();
        timeout = Duration.ofSeconds(5);
        balancer = start();
        kernel.hang(".");

        long before = System.nanoTime();
        serve(active("a", 20001));
        balancer.counters();
        balancer.isDrained(new InstanceId("a"));
        balancer.ended(new InstanceId("b"));

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(timeout);
        awaitTold("failed web: ipvsadm --save -n: no answer in 5000 ms");
        kernel.heal();
        awaitTold("listening web");
    }

    /** "A probe error aborts the whole tick": here a command's. One service's trouble is not the others'. */
    @Test
    void oneServiceFails_theOthersAreServed() {
        kernel.fail(255, "Memory allocation problem", "^-A -t " + WEB);

        both(active("a", 20001), active("b", 20002));

        awaitTold("listening api");
        awaitTold("failed web: ipvsadm -A -t " + WEB + " -s wrr: exit 255: Memory allocation problem");
        awaitTable("-A -t " + API + " -s wrr", server(API, 20002, 1));
    }

    /** It added without looking whether it was there; adding twice fails, and does not apply another weight. */
    @Test
    void thereAlready_isEditedNotAdded() throws IOException {
        kernel.run("-A", "-t", WEB.toString(), "-s", "wrr");
        kernel.run("-a", "-t", WEB.toString(), "-r", "127.0.0.1:20001", "-m", "-w", "0");
        assertThat(kernel.run("-a", "-t", WEB.toString(), "-r", "127.0.0.1:20001", "-m", "-w", "1")
                        .exit())
                .isEqualTo(255);
        balancer.close();
        store().write("service " + WEB + "\nserver " + WEB + " 127.0.0.1:20001 a\n");
        balancer = start();

        serve(active("a", 20001));

        awaitTable("-A -t " + WEB + " -s wrr", server(WEB, 20001, 1));
        assertThat(kernel.changes()).containsExactly("-e -t " + WEB + " -r 127.0.0.1:20001 -m -w 1");
    }
}
