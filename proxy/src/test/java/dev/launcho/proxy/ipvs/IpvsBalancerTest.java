package dev.launcho.proxy.ipvs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.model.Balance;
import dev.launcho.core.model.HostPort;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.traffic.Counters;
import dev.launcho.core.traffic.Latency;
import dev.launcho.core.traffic.Routes;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of the port, kept by the kernel's table. */
class IpvsBalancerTest extends BalancerFixture {
    private static final String A_WEB = "-A -t 127.0.0.1:5000 -s wrr";

    private static String server(int port, int weight) {
        return "-a -t 127.0.0.1:5000 -r 127.0.0.1:" + port + " -m -w " + weight;
    }

    @Test
    void apply_newTable_isMadeAndWrittenDownBefore() throws IOException {
        serve(active("a", 20001), active("b", 20002));

        awaitTold("listening web");
        awaitTable(A_WEB, server(20001, 1), server(20002, 1));
        assertThat(store().read())
                .contains(
                        "service 127.0.0.1:5000",
                        "server 127.0.0.1:5000 127.0.0.1:20001 a",
                        "server 127.0.0.1:5000 127.0.0.1:20002 b");
    }

    @Test
    void apply_weightsAndBalanceChange_inPlace() {
        serve(Balance.ROUND_ROBIN, weighing("a", 20001, 2), weighing("b", 20002, 256));
        awaitTable(A_WEB, server(20001, 2), server(20002, 256));

        serve(Balance.LEAST_CONNECTIONS, weighing("a", 20001, 7), weighing("b", 20002, 256));
        awaitTable("-A -t 127.0.0.1:5000 -s wlc", server(20001, 7), server(20002, 256));
        serve(Balance.SOURCE, weighing("a", 20001, 64), weighing("b", 20002, 192));
        awaitTable("-A -t 127.0.0.1:5000 -s sh -b sh-fallback", server(20001, 1), server(20002, 3));
        serve(Balance.ROUND_ROBIN, weighing("a", 20001, 1), weighing("b", 20002, 1));
        awaitTable(A_WEB, server(20001, 1), server(20002, 1));

        assertThat(kernel.changes()).noneMatch(line -> line.startsWith("-d") || line.startsWith("-D"));
        List<String> changes = List.copyOf(kernel.changes());
        awaitLooks(2);
        assertThat(kernel.changes()).as("then nothing more").isEqualTo(changes);
    }

    @Test
    void apply_sourceWithADrainingServer_clientsFallBackToTheOthers() {
        serve(Balance.SOURCE, weighing("a", 20001, 1), weighing("b", 20002, 1));
        awaitTable("-A -t 127.0.0.1:5000 -s sh -b sh-fallback", server(20001, 1), server(20002, 1));
        kernel.connections("ESTABLISHED 127.0.0.1:40000 127.0.0.1:5000 127.0.0.1:20001");

        serve(Balance.SOURCE, draining("a", 20001), weighing("b", 20002, 1));

        awaitTable("-A -t 127.0.0.1:5000 -s sh -b sh-fallback", server(20001, 0), server(20002, 1));
    }

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
    void apply_sameTable_noCommand() {
        serve(active("a", 20001));
        awaitTable(A_WEB, server(20001, 1));

        serve(active("a", 20001));
        awaitLooks(2);

        assertThat(kernel.changes()).containsExactly(A_WEB, server(20001, 1));
    }

    @Test
    void apply_claimsCantBeWritten_nothingIsChanged() throws IOException {
        Files.createDirectory(folder.resolve("claims"));

        serve(active("a", 20001));

        await().atMost(SOON).until(() -> told.stream().anyMatch(line -> line.startsWith("failed web: what is put")));
        assertThat(kernel.changes()).isEmpty();
        Files.delete(folder.resolve("claims"));
        awaitTold("listening web");
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
        awaitTold("failed web: 127.0.0.1:5000 is a service in the kernel's IPVS table already, of somebody else; if"
                + " nobody needs it: ipvsadm -D -t 127.0.0.1:5000");
        assertThat(kernel.changes()).isEmpty();
        kernel.run("-D", "-t", "127.0.0.1:5000");

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
        timeout = Duration.ofSeconds(1);
        balancer = start();
        kernel.hang("^-A ");
        long before = System.nanoTime();

        serve(active("a", 20001));

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(500));
        awaitTold("failed web: ipvsadm -A -t 127.0.0.1:5000 -s wrr: no answer in 1000 ms");
    }

    @Test
    void counters_areTheKernels_andOnlyGrow() {
        serve(active("a", 20001));
        awaitTold("listening web");
        kernel.connections("ESTABLISHED 127.0.0.1:40000 127.0.0.1:5000 127.0.0.1:20001");
        kernel.stats("127.0.0.1:5000 127.0.0.1:20001 3 9 9 500 120153730");
        InstanceId a = new InstanceId("a");

        await().atMost(SOON).until(() -> balancer.counters().service("web").accepted() == 3);
        Counters.Service web = balancer.counters().service("web");
        assertThat(web).isEqualTo(new Counters.Service(3, 1, 0, 0, 0, 0, 0, 0, 0, 500, 120_153_730, Latency.NONE, 0));
        assertThat(balancer.counters().backend(a))
                .isEqualTo(new Counters.Backend(3, 1, 0, 0, 0, Duration.ZERO, 0, 0, 500, 120_153_730, Latency.NONE));

        kernel.stats("127.0.0.1:5000 127.0.0.1:20001 1 1 1 10 20");
        await().atMost(SOON).until(() -> balancer.counters().service("web").accepted() == 4);
        assertThat(balancer.counters().service("web").bytesOut()).isEqualTo(120_153_750);
        assertThat(balancer.counters().backend(a).accepted()).isEqualTo(4);
    }

    @Test
    void close_nothingWanted_everythingOursIsGone() throws IOException {
        kernel.run("-A", "-t", "127.0.0.1:7", "-s", "wrr");
        serve(active("a", 20001));
        awaitTold("listening web");
        kernel.connections("ESTABLISHED 127.0.0.1:40000 127.0.0.1:5000 127.0.0.1:20001");
        balancer.apply(Routes.EMPTY);

        balancer.close();

        assertThat(kernel.table()).containsExactly("-A -t 127.0.0.1:7 -s wrr");
        assertThat(Claims.parse(store().read())).isEqualTo(Claims.NONE);
    }

    @Test
    void close_instancesLeftRunning_nextServerTakesThemUp() throws IOException {
        serve(active("a", 20001));
        awaitTable(A_WEB, server(20001, 1));
        balancer.close();
        assertThat(kernel.table()).containsExactly(A_WEB, server(20001, 1));
        int before = kernel.changes().size();

        told.clear();
        balancer = start();
        // Adopted, and not found healthy yet: the kernel can't hold connections, so that what is there stays there.
        serve(HOLD);
        awaitTold("listening web");
        awaitLooks(1);
        assertThat(balancer.isDrained(new InstanceId("a"))).isFalse();
        serve(HOLD, active("a", 20001));
        awaitLooks(1);

        assertThat(kernel.changes()).hasSize(before);
        assertThat(kernel.table()).containsExactly(A_WEB, server(20001, 1));
    }

    @Test
    void close_instancesLeftRunning_endedMeanwhile_leavesAtOnce() throws IOException {
        serve(active("a", 20001));
        awaitTable(A_WEB, server(20001, 1));
        balancer.close();

        balancer = start();
        balancer.ended(new InstanceId("a"));
        serve(HOLD);

        awaitTable(A_WEB);
    }

    @Test
    void adopted_oneByOne_theOthersStayMeanwhile() throws IOException {
        serve(active("a", 20001), active("b", 20002));
        awaitTable(A_WEB, server(20001, 1), server(20002, 1));
        balancer.close();
        int before = kernel.changes().size();

        balancer = start();
        serve();
        awaitLooks(1);
        serve(active("a", 20001));
        awaitLooks(2);
        serve(active("a", 20001), active("b", 20002));
        awaitLooks(2);
        assertThat(kernel.changes()).hasSize(before);

        serve(active("a", 20001));
        awaitTable(A_WEB, server(20001, 1));
    }

    @Test
    void adopted_notHeardOfInTime_leaves() throws IOException {
        serve(active("a", 20001), active("b", 20002));
        awaitTable(A_WEB, server(20001, 1), server(20002, 1));
        balancer.close();
        grace = Duration.ZERO;

        balancer = start();
        serve(active("a", 20001));

        awaitTable(A_WEB, server(20001, 1));
    }
}
