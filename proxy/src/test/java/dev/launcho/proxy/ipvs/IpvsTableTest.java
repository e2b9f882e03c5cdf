package dev.launcho.proxy.ipvs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.traffic.Routes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Others change the kernel's table too, and it refuses: what is not ours stays, what is ours is repaired, what fails is told. */
class IpvsTableTest extends BalancerFixture {
    @Test
    void foreign_entries_areLeftAlone() {
        kernel.run("-A", "-t", "[::1]:5000", "-s", "wrr", "-p", "60");
        kernel.run("-A", "-f", "7", "-s", "wrr");
        kernel.run("-a", "-f", "7", "-r", "127.0.0.1:30100", "-m", "-w", "3");
        kernel.run("-A", "-u", "127.0.0.1:5000", "-s", "sh");
        List<String> foreign = kernel.table();
        serve(active("a", 20001));
        awaitTold("listening web");
        kernel.run("-a", "-t", "127.0.0.1:5000", "-r", "127.0.0.1:9", "-m", "-w", "5");

        serve(active("b", 20002));
        awaitTold("drained a");
        balancer.apply(Routes.EMPTY);
        awaitTold("drained b");

        await().atMost(SOON).until(() -> !kernel.table().contains(server(20002, 0)));
        assertThat(kernel.table())
                .containsAll(foreign)
                .as("a server that somebody has put into our service keeps it")
                .contains(A_WEB, "-a -t 127.0.0.1:5000 -r 127.0.0.1:9 -m -w 5")
                .hasSize(foreign.size() + 2);
        kernel.run("-d", "-t", "127.0.0.1:5000", "-r", "127.0.0.1:9");
        await().atMost(SOON).until(() -> kernel.table().equals(foreign));
    }

    @Test
    void foreign_serviceOnOurAddress_isRefusedUntilItIsGone() {
        kernel.run("-A", "-t", "127.0.0.1:5000", "-s", "wrr");

        serve(active("a", 20001));
        awaitTold("failed web: 127.0.0.1:5000 is already a service in the kernel's IPVS table, not made by this"
                + " server; if nobody needs it: ipvsadm -D -t 127.0.0.1:5000");
        assertThat(kernel.changes()).isEmpty();
        kernel.run("-D", "-t", "127.0.0.1:5000");

        awaitTold("listening web");
        awaitTable(A_WEB, server(20001, 1));
    }

    /** Where nothing is active the kernel refuses who comes. */
    @Test
    void closed_nothingIsActive_opensAgain() {
        serve(HOLD, active("a", 20001));
        awaitTold("listening web");

        balancer.apply(
                new Routes(List.of(service("web", WEB, HOLD, active("a", 20001)).closed())));
        awaitTold("closed web");
        await().atMost(SOON).until(() -> !kernel.table().contains(server(20001, 1)));
        told.clear();

        serve(HOLD, active("a", 20001));
        awaitTold("listening web");
        awaitTable(A_WEB, server(20001, 1));
    }

    @Test
    void taken_byAProgram_isRefusedUntilItIsFree() {
        taken.add(WEB);
        serve(active("a", 20001));
        awaitTold("failed web: 127.0.0.1:5000 is taken by another program");
        assertThat(kernel.changes()).isEmpty();

        taken.clear();
        awaitTold("listening web");
    }

    @Test
    void changedBehindOurBack_isRepaired() {
        serve(active("a", 20001), active("b", 20002));
        awaitTable(A_WEB, server(20001, 1), server(20002, 1));

        kernel.run("-d", "-t", "127.0.0.1:5000", "-r", "127.0.0.1:20001");
        awaitTable(A_WEB, server(20001, 1), server(20002, 1));
        kernel.run("-e", "-t", "127.0.0.1:5000", "-r", "127.0.0.1:20001", "-m", "-w", "7");
        awaitTable(A_WEB, server(20001, 1), server(20002, 1));
        kernel.run("-E", "-t", "127.0.0.1:5000", "-s", "wlc", "-p", "360");
        awaitTable(A_WEB, server(20001, 1), server(20002, 1));
        kernel.run("-C");
        awaitTable(A_WEB, server(20001, 1), server(20002, 1));
    }

    @Test
    void changedBehindOurBack_drainingServerDeleted_comesBackForItsConnections() {
        serve(active("a", 20001), active("b", 20002));
        awaitTable(A_WEB, server(20001, 1), server(20002, 1));
        kernel.connections("ESTABLISHED 127.0.0.1:40000 127.0.0.1:5000 127.0.0.1:20001");
        serve(draining("a", 20001), active("b", 20002));
        awaitTable(A_WEB, server(20001, 0), server(20002, 1));

        kernel.run("-d", "-t", "127.0.0.1:5000", "-r", "127.0.0.1:20001");

        awaitTable(A_WEB, server(20001, 0), server(20002, 1));
        assertThat(told).doesNotContain("drained a");
    }

    @Test
    void failed_newServer_theOldOneStays() {
        serve(active("a", 20001));
        awaitTable(A_WEB, server(20001, 1));
        kernel.fail(255, "Memory allocation problem", "^-a ");

        serve(draining("a", 20001), active("b", 20002));
        await().atMost(SOON).until(() -> told.stream().anyMatch(line -> line.startsWith("warned web")));

        assertThat(kernel.table()).containsExactly(A_WEB, server(20001, 1));
        kernel.heal();
        awaitTable(A_WEB, server(20002, 1));
    }

    @Test
    void failed_command_isToldOnceWithWhatItSaid_andTriedAgain() {
        kernel.fail(255, "Scheduler or persistence engine not found", "^-A ");
        serve(active("a", 20001));
        awaitTold(
                "failed web: ipvsadm -A -t 127.0.0.1:5000 -s wrr: exit 255: Scheduler or persistence engine not found");
        awaitLooks(3);
        assertThat(told).hasSize(1);

        kernel.heal();
        awaitTold("listening web");
    }

    @Test
    void failed_listing_isToldAndNothingIsChanged() {
        kernel.mode("noprivilege");

        serve(active("a", 20001));

        awaitTold("failed web: ipvsadm --save -n: exit 2: Can't initialize ipvs: Permission denied (you must be root);"
                + " Are you sure that IP Virtual Server is built in the kernel or as module?");
        assertThat(kernel.changes()).isEmpty();
    }

    @Test
    void hangs_commandIsKilled_applyNeverWaits() throws IOException {
        balancer.close();
        timeout = Duration.ofSeconds(5);
        balancer = start();
        kernel.hang("^-A ");
        long before = System.nanoTime();

        serve(active("a", 20001));

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(timeout);
        awaitTold("failed web: ipvsadm -A -t 127.0.0.1:5000 -s wrr: no answer in 5000 ms");
    }
}
