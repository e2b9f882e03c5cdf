package dev.launcho.proxy.ipvs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.Routes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What leaves the rotation stays in the kernel's table as long as it has connections. */
class IpvsDrainTest extends BalancerFixture {
    @Test
    void counters_killedInstance_whatItHadOpenIsCut() {
        serve(active("a", 20001), active("b", 20002));
        awaitTold("listening web");
        kernel.connections(
                "ESTABLISHED 127.0.0.1:40000 127.0.0.1:5000 127.0.0.1:20001",
                "ESTABLISHED 127.0.0.1:40001 127.0.0.1:5000 127.0.0.1:20001",
                "ESTABLISHED 127.0.0.1:40002 127.0.0.1:5000 127.0.0.1:20002");
        InstanceId a = new InstanceId("a");
        InstanceId b = new InstanceId("b");
        await().atMost(SOON).until(() -> balancer.counters().backend(a).active() == 2);
        serve(draining("a", 20001), draining("b", 20002));
        awaitLooks(2);

        balancer.killed(a);
        balancer.ended(a);
        kernel.connections();

        await().atMost(SOON).until(() -> balancer.counters().service("web").cut() == 2);
        await().atMost(SOON).until(() -> balancer.counters().service("web").drained() == 1);
        assertThat(balancer.counters().backend(a).cut()).isEqualTo(2);
        assertThat(balancer.counters().backend(a).drained()).isZero();
        assertThat(balancer.counters().backend(b).drained()).isEqualTo(1);
        assertThat(balancer.counters().backend(b).cut()).isZero();
    }

    @Test
    void drain_withConnection_weight0UntilItIsOver() {
        serve(active("a", 20001), active("b", 20002));
        awaitTable(A_WEB, server(20001, 1), server(20002, 1));
        kernel.connections("ESTABLISHED 127.0.0.1:40000 127.0.0.1:5000 127.0.0.1:20001");

        serve(draining("a", 20001), active("b", 20002));
        assertThat(balancer.isDrained(new InstanceId("a")))
                .as("before the kernel says so")
                .isFalse();
        awaitTable(A_WEB, server(20001, 0), server(20002, 1));
        awaitLooks(2);
        assertThat(told).doesNotContain("drained a");
        kernel.connections("TIME_WAIT 127.0.0.1:40000 127.0.0.1:5000 127.0.0.1:20001");

        awaitTold("drained a");
        assertThat(balancer.isDrained(new InstanceId("a"))).isTrue();
        awaitTable(A_WEB, server(20002, 1));
        assertThat(balancer.counters().backend(new InstanceId("a")).drained()).isEqualTo(1);
    }

    @Test
    void drain_halfClosed_isWaitedFor() {
        serve(active("a", 20001), active("b", 20002));
        awaitTable(A_WEB, server(20001, 1), server(20002, 1));
        for (String state : List.of("CLOSE_WAIT", "FIN_WAIT", "SYN_RECV")) {
            kernel.connections(state + " 127.0.0.1:40000 127.0.0.1:5000 127.0.0.1:20001");
            serve(draining("a", 20001), active("b", 20002));
            awaitTable(A_WEB, server(20001, 0), server(20002, 1));
            awaitLooks(2);

            assertThat(told).as(state).doesNotContain("drained a");
            assertThat(kernel.table()).as(state).contains(server(20001, 0));
            assertThat(balancer.counters().backend(new InstanceId("a")).active())
                    .isEqualTo(1);
            serve(active("a", 20001), active("b", 20002));
            awaitTable(A_WEB, server(20001, 1), server(20002, 1));
        }
        kernel.connections();
        serve(active("b", 20002));
        awaitTold("drained a");
    }

    @Test
    void drain_noConnection_toldOnce() {
        serve(active("a", 20001), active("b", 20002));
        awaitTable(A_WEB, server(20001, 1), server(20002, 1));

        serve(draining("a", 20001), active("b", 20002));
        awaitTold("drained a");
        serve(active("b", 20002));
        awaitLooks(2);

        assertThat(told).filteredOn("drained a"::equals).hasSize(1);
        assertThat(kernel.changes())
                .endsWith("-e -t 127.0.0.1:5000 -r 127.0.0.1:20001 -m -w 0", "-d -t 127.0.0.1:5000 -r 127.0.0.1:20001");
    }

    @Test
    void ended_withConnections_deletedAtOnce() {
        serve(active("a", 20001), active("b", 20002));
        awaitTable(A_WEB, server(20001, 1), server(20002, 1));
        kernel.connections("ESTABLISHED 127.0.0.1:40000 127.0.0.1:5000 127.0.0.1:20001");
        serve(draining("a", 20001), active("b", 20002));
        awaitTable(A_WEB, server(20001, 0), server(20002, 1));

        balancer.ended(new InstanceId("a"));

        awaitTable(A_WEB, server(20002, 1));
    }

    @Test
    void isDrained_neverInRotation_atOnce() {
        assertThat(balancer.isDrained(new InstanceId("stranger"))).isTrue();
    }

    @Test
    void isDrained_kernelSaysNothing_notYet() {
        serve(active("a", 20001));
        awaitTable(A_WEB, server(20001, 1));
        kernel.fail(255, "Memory allocation problem", "^-e ");

        serve(draining("a", 20001));
        await().atMost(SOON).until(() -> told.stream().anyMatch(line -> line.startsWith("warned web")));

        assertThat(balancer.isDrained(new InstanceId("a"))).isFalse();
        assertThat(told)
                .contains("warned web: ipvsadm -e -t 127.0.0.1:5000 -r 127.0.0.1:20001 -m -w 0: exit 255: Memory"
                        + " allocation problem");
        kernel.heal();
        awaitTold("drained a");
    }

    @Test
    void moved_address_oldConnectionsLive() {
        serve(active("a", 20001));
        awaitTable(A_WEB, server(20001, 1));
        kernel.connections("ESTABLISHED 127.0.0.1:40000 127.0.0.1:5000 127.0.0.1:20001");

        balancer.apply(new Routes(
                List.of(service("web", HostPort.parse("127.0.0.1:5001"), Routes.Hold.NONE, active("a", 20001)))));

        awaitTable(
                A_WEB,
                server(20001, 0),
                "-A -t 127.0.0.1:5001 -s wrr",
                "-a -t 127.0.0.1:5001 -r 127.0.0.1:20001 -m -w 1");
        kernel.connections();
        awaitTable("-A -t 127.0.0.1:5001 -s wrr", "-a -t 127.0.0.1:5001 -r 127.0.0.1:20001 -m -w 1");
        assertThat(told).doesNotContain("drained a");
    }
}
