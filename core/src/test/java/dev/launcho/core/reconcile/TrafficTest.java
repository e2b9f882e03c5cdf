package dev.launcho.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.event.ChangeResult;
import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.health.Prober;
import dev.launcho.core.model.BalanceAlgorithm;
import dev.launcho.core.model.BalancingRules;
import dev.launcho.core.model.ConnectionRules;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProxyProtocol;
import dev.launcho.core.traffic.FakeBalancer;
import dev.launcho.core.traffic.Routes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the balancer is told: who takes connections, and whether new ones are held. */
@Tag("attack")
class TrafficTest {
    @TempDir
    Path dir;

    private Rig rig;

    @BeforeEach
    void start() {
        rig = new Rig(dir);
        rig.target(DeployTest.WEB.formatted("v1"));
    }

    private InstanceId up() {
        rig.seconds(10);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
        return rig.ready("web").get(0);
    }

    private Routes.Service http() {
        return rig.balancer.table().services().get(0);
    }

    private boolean holds() {
        return http().hold().time().equals(Duration.ofSeconds(10))
                && http().hold().most() == 1_024;
    }

    @Test
    void routes_starting_holdAndGiveNoBackend() {
        assertThat(holds()).isTrue();
        assertThat(http().backends()).isEmpty();
    }

    @Test
    void routes_ready_giveItsAddress() {
        InstanceId id = up();

        assertThat(http().backends()).singleElement().satisfies(b -> {
            assertThat(b.instance()).isEqualTo(id);
            assertThat(b.rotation()).isEqualTo(Routes.Rotation.ACTIVE);
            assertThat(b.address().toString()).isEqualTo("127.0.0.1:7000");
        });
    }

    /** Of a service's rules, what runs is not replaced for, but asked with the header that its clients send now. */
    @Test
    void rules_change_reachTheBalancerAndTheProbesInPlace() {
        InstanceId id = up();
        assertThat(http().rules()).isEqualTo(ConnectionRules.NONE);
        assertThat(rig.prober.watches.get(id).port().header()).isEqualTo(ProxyProtocol.NONE);

        rig.target(DeployTest.WEB.formatted("v1") + "  proxy_protocol: v2\n  max_connections: 7\n");
        rig.settle();

        assertThat(http().rules()).isEqualTo(new ConnectionRules(ProxyProtocol.V2, List.of(), 7, 0, Duration.ZERO));
        assertThat(rig.ready("web")).containsExactly(id);
        assertThat(rig.prober.watches.get(id).port())
                .isEqualTo(new Prober.Port(http().backends().get(0).address().port(), ProxyProtocol.V2));
    }

    @Test
    void routes_crashed_holdWhileItIsStartedAgain() {
        InstanceId id = up();
        rig.host.exit(id, 1);
        rig.settle();

        assertThat(FakeBalancer.active(rig.balancer.table())).isEmpty();
        assertThat(holds()).isTrue();
    }

    @Test
    void routes_longBackoff_holdOnlyWhenTheNextTryIsNear() {
        InstanceId id = up();
        rig.host.broken = launch -> true;
        rig.host.exit(id, 1);
        rig.seconds(16);
        assertThat(http().hold()).as("next try in 16 s").isEqualTo(Routes.Hold.NONE);
        for (int n = 0; n < 60 && !holds(); n++) {
            rig.seconds(1);
        }

        assertThat(holds()).as("next try in less than 10 s").isTrue();
    }

    @Test
    void routes_serverStops_nothingIsHeld() {
        up();
        rig.stop();
        rig.seconds(1);

        assertThat(rig.balancer.table().services()).isEmpty();
    }

    @Test
    void routes_unready_routesToTheLastOneUntilAnotherIsThere() {
        InstanceId id = up();
        rig.prober.healthy = other -> false;
        rig.seconds(10);
        assertThat(rig.ready("web")).isEmpty();
        assertThat(FakeBalancer.active(rig.balancer.table()))
                .as("better than nothing")
                .containsExactly(id);
        rig.prober.healthy = other -> !other.equals(id);
        rig.seconds(10);

        assertThat(FakeBalancer.active(rig.balancer.table()))
                .containsExactlyElementsOf(rig.ready("web"))
                .doesNotContain(id);
    }

    /** Not even the last one: its address leads to the stranger. Its connections go on, and new ones wait for the next. */
    @Test
    void routes_portTakenByAStranger_giveItToNobodyAtOnce() {
        InstanceId id = up();
        rig.prober.taken = other -> true;
        rig.prober.round();
        rig.settle();

        assertThat(FakeBalancer.active(rig.balancer.table())).isEmpty();
        assertThat(http().backends())
                .filteredOn(b -> b.instance().equals(id))
                .singleElement()
                .satisfies(b -> assertThat(b.rotation()).isEqualTo(Routes.Rotation.DRAINING));
        assertThat(holds()).isTrue();
        rig.seconds(10);
        assertThat(FakeBalancer.active(rig.balancer.table())).isEmpty();
        rig.prober.taken = other -> other.equals(id);
        rig.seconds(10);

        assertThat(FakeBalancer.active(rig.balancer.table()))
                .hasSize(1)
                .containsExactlyElementsOf(rig.ready("web"))
                .doesNotContain(id);
    }

    @Test
    void routes_deafInstance_isOutLongBeforeItIsKilled() {
        InstanceId id = up();
        rig.host.deaf = launch -> launch.id().equals(id);
        rig.target(DeployTest.WEB.formatted("v2"));
        rig.seconds(30);

        assertThat(rig.diary).containsSubsequence("out " + id, "signal " + id + " TERM", "kill " + id);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
    }

    @Test
    void routes_weightAndBalanceChange_applyInPlace() {
        InstanceId id = up();
        ChangeResult changed = rig.target(DeployTest.WEB
                .formatted("v1")
                .replace("  receives: [http]", "  receives: [http]\n  weight: 7")
                .replace("  on: 127.0.0.1:5000", "  on: 127.0.0.1:5000\n  balance: source\n  slow_start: 5s"));

        assertThat(changed.affected())
                .containsExactly(
                        "web: changes in place (weight 1 → 7)",
                        "service http: changes in place (balance round_robin → source; slow_start 0s → 5s)");
        assertThat(http().spread()).isEqualTo(new BalancingRules(BalanceAlgorithm.SOURCE, Duration.ofSeconds(5)));
        assertThat(http().backends()).singleElement().satisfies(b -> {
            assertThat(b.instance()).isEqualTo(id);
            assertThat(b.weight()).isEqualTo(7);
        });
        assertThat(rig.host.launches).hasSize(1);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
    }

    @Test
    void routes_replacedInstance_leavesItsPlaceToTheNext() {
        InstanceId id = up();
        String place = http().backends().get(0).place();
        rig.target(DeployTest.WEB.formatted("v2"));
        rig.seconds(10);

        assertThat(http().backends()).singleElement().satisfies(b -> {
            assertThat(b.instance()).isNotEqualTo(id);
            assertThat(b.place()).isEqualTo(place);
        });
    }

    @Test
    void routes_sameTable_isNotAppliedTwice() {
        up();
        List<Routes> tables = List.copyOf(rig.balancer.tables);
        rig.seconds(60);

        assertThat(rig.balancer.tables).isEqualTo(tables);
        for (int n = 1; n < tables.size(); n++) {
            assertThat(tables.get(n)).isNotEqualTo(tables.get(n - 1));
        }
    }
}
