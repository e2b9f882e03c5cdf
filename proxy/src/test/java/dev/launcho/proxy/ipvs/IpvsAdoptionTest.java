package dev.launcho.proxy.ipvs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.traffic.Routes;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a server leaves in the kernel's table, and the next one takes up. */
class IpvsAdoptionTest extends BalancerFixture {
    @Test
    void close_nothingWanted_everythingOursIsGone() throws IOException {
        kernel.run("-A", "-t", "127.0.0.1:7", "-s", "wrr");
        serve(active("a", 20001));
        awaitTold("listening web");
        kernel.connections("ESTABLISHED 127.0.0.1:40000 127.0.0.1:5000 127.0.0.1:20001");
        balancer.apply(Routes.EMPTY);

        balancer.close();

        assertThat(kernel.table()).containsExactly("-A -t 127.0.0.1:7 -s wrr");
        assertThat(OwnedEntries.parse(store().read())).isEqualTo(OwnedEntries.NONE);
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
