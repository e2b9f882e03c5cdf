package dev.launcho.proxy.ipvs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.model.BalanceAlgorithm;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.traffic.LatencySummary;
import dev.launcho.core.traffic.TrafficCounters;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of the port, kept by the kernel's table. */
class IpvsBalancerTest extends BalancerFixture {
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
        serve(BalanceAlgorithm.ROUND_ROBIN, weighing("a", 20001, 2), weighing("b", 20002, 256));
        awaitTable(A_WEB, server(20001, 2), server(20002, 256));

        serve(BalanceAlgorithm.LEAST_CONNECTIONS, weighing("a", 20001, 7), weighing("b", 20002, 256));
        awaitTable("-A -t 127.0.0.1:5000 -s wlc", server(20001, 7), server(20002, 256));
        serve(BalanceAlgorithm.SOURCE, weighing("a", 20001, 64), weighing("b", 20002, 192));
        awaitTable("-A -t 127.0.0.1:5000 -s sh -b sh-fallback", server(20001, 1), server(20002, 3));
        serve(BalanceAlgorithm.ROUND_ROBIN, weighing("a", 20001, 1), weighing("b", 20002, 1));
        awaitTable(A_WEB, server(20001, 1), server(20002, 1));

        assertThat(kernel.changes()).noneMatch(line -> line.startsWith("-d") || line.startsWith("-D"));
        List<String> changes = List.copyOf(kernel.changes());
        awaitLooks(2);
        assertThat(kernel.changes()).as("then nothing more").isEqualTo(changes);
    }

    @Test
    void apply_sourceWithADrainingServer_clientsFallBackToTheOthers() {
        serve(BalanceAlgorithm.SOURCE, weighing("a", 20001, 1), weighing("b", 20002, 1));
        awaitTable("-A -t 127.0.0.1:5000 -s sh -b sh-fallback", server(20001, 1), server(20002, 1));
        kernel.connections("ESTABLISHED 127.0.0.1:40000 127.0.0.1:5000 127.0.0.1:20001");

        serve(BalanceAlgorithm.SOURCE, draining("a", 20001), weighing("b", 20002, 1));

        awaitTable("-A -t 127.0.0.1:5000 -s sh -b sh-fallback", server(20001, 0), server(20002, 1));
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

        await().atMost(SOON)
                .until(() -> told.stream()
                        .anyMatch(line -> line.startsWith("failed web: the list of this server's IPVS entries")));
        assertThat(kernel.changes()).isEmpty();
        Files.delete(folder.resolve("claims"));
        awaitTold("listening web");
    }

    @Test
    void counters_areTheKernels_andOnlyGrow() {
        serve(active("a", 20001));
        awaitTold("listening web");
        kernel.connections("ESTABLISHED 127.0.0.1:40000 127.0.0.1:5000 127.0.0.1:20001");
        kernel.stats("127.0.0.1:5000 127.0.0.1:20001 3 9 9 500 120153730");
        InstanceId a = new InstanceId("a");

        // One look may have come between the two.
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(balancer.counters().service("web"))
                        .isEqualTo(new TrafficCounters.Service(
                                3, 1, 0, 0, 0, 0, 0, 0, 0, 500, 120_153_730, LatencySummary.NONE, 0)));
        assertThat(balancer.counters().backend(a))
                .isEqualTo(new TrafficCounters.Backend(
                        3, 1, 0, 0, 0, Duration.ZERO, 0, 0, 500, 120_153_730, LatencySummary.NONE));

        kernel.stats("127.0.0.1:5000 127.0.0.1:20001 1 1 1 10 20");
        await().atMost(SOON).until(() -> balancer.counters().service("web").accepted() == 4);
        assertThat(balancer.counters().service("web").bytesOut()).isEqualTo(120_153_750);
        assertThat(balancer.counters().backend(a).accepted()).isEqualTo(4);
    }
}
