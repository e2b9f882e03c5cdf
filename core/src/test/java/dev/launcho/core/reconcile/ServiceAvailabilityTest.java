package dev.launcho.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.process.SurvivingInstance;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.ListeningState;
import dev.launcho.core.traffic.Routes;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code unavailable: close}: the address is open while an instance is ready, and for {@code hold} after. */
class ServiceAvailabilityTest {
    private static final String TARGET = """
            processes:
            - {name: web, command: [serve], receives: [http], replicas: 1, drain: 0s, stop: {timeout: 1s}}
            services:
            - {name: http, on: "127.0.0.1:5000", hold: 5s, unavailable: close}
            """;

    @TempDir
    Path dir;

    private Rig rig;

    @BeforeEach
    void start() {
        rig = new Rig(dir);
    }

    private Routes.Service routed(String name) {
        return rig.balancer.table().services().stream()
                .filter(s -> s.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private boolean open() {
        return routed("http").open();
    }

    private ListeningState how() {
        return rig.control.snapshot().listening().get("http");
    }

    private List<String> events() {
        return rig.events.stream()
                .filter(e -> e.subject().equals("http"))
                .map(e -> e.severity() + " " + e.message())
                .toList();
    }

    private void live() {
        rig.target(TARGET);
        rig.seconds(5);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
        assertThat(open()).isTrue();
        rig.events.clear();
    }

    @Test
    void neverReady_isClosed_untilTheFirstIsReady() {
        rig.prober.healthy = id -> false;
        rig.target(TARGET);
        rig.seconds(2);
        assertThat(open()).isFalse();
        assertThat(how()).isEqualTo(new ListeningState.Closed());
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.RUNNING);

        rig.prober.healthy = id -> true;
        rig.seconds(5);

        assertThat(open()).isTrue();
        assertThat(how()).isEqualTo(new ListeningState.Open(""));
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
        assertThat(events()).containsExactly("INFO listens");
    }

    @Test
    void reset_neverReady_isOpen() {
        rig.prober.healthy = id -> false;
        rig.target(TARGET.replace("close", "reset"));
        rig.seconds(20);

        assertThat(open()).isTrue();
    }

    @Test
    void noReplicas_isClosedAndLive() {
        rig.target(TARGET.replace("replicas: 1", "replicas: 0"));
        rig.seconds(1);

        assertThat(open()).isFalse();
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
    }

    @Test
    void scaledToNothing_closesAfterHold_andOpensAgain() {
        live();
        rig.target(TARGET.replace("replicas: 1", "replicas: 0"));
        rig.seconds(4);
        assertThat(open()).isTrue();

        rig.seconds(2);

        assertThat(open()).isFalse();
        rig.target(TARGET);
        rig.seconds(5);
        assertThat(open()).isTrue();
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
        assertThat(events()).containsExactly("INFO closed: no instance ready", "INFO listens");
    }

    /** It still is the best that there is, but nobody is to be sent to it from outside. */
    @Test
    void sick_closesAfterHold_thoughItIsTheLastResort() {
        live();
        rig.prober.healthy = id -> false;
        rig.seconds(2);
        assertThat(open()).isTrue();

        rig.seconds(10);

        assertThat(open()).isFalse();
    }

    @Test
    void sickForLessThanHold_staysOpen() {
        live();
        rig.prober.healthy = id -> false;
        rig.seconds(4);
        rig.prober.healthy = id -> true;
        rig.seconds(20);

        assertThat(events()).isEmpty();
    }

    @Test
    void rollout_surge_neverCloses() {
        live();
        rig.target(TARGET.replace("serve", "work").replace("hold: 5s", "hold: 0s"));
        rig.seconds(20);

        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
        assertThat(rig.balancer.tables.subList(2, rig.balancer.tables.size()))
                .filteredOn(t -> !t.services().get(0).open())
                .as("tables in which it is closed, once it was open")
                .isEmpty();
    }

    /** It is judged by whether its port is open again. */
    @Test
    void opensButTaken_theChangeFails() {
        rig.prober.healthy = id -> false;
        rig.target(TARGET);
        rig.seconds(1);
        rig.balancer.taken.put("http", "127.0.0.1:5000 is taken by another program");

        rig.prober.healthy = id -> true;
        rig.seconds(5);

        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.FAILED);
        assertThat(how()).isEqualTo(new ListeningState.Failed("127.0.0.1:5000 is taken by another program"));
    }

    @Test
    void changedToClose_nothingReady_closesAtOnce_andBack() {
        rig.prober.healthy = id -> false;
        rig.target(TARGET.replace("close", "reset"));
        rig.seconds(20);
        assertThat(open()).isTrue();

        rig.target(TARGET);
        rig.seconds(1);
        assertThat(open()).isFalse();

        rig.target(TARGET.replace("close", "reset"));
        rig.seconds(1);
        assertThat(open()).isTrue();
    }

    @Test
    void renamed_onTheSameAddress_staysOpen() {
        live();
        rig.target(TARGET.replace("http", "site"));
        rig.settle();

        assertThat(routed("site").open()).isTrue();
        rig.seconds(5);
        assertThat(routed("site").open()).isTrue();
    }

    /** An address says nothing of another service that still is there. */
    @Test
    void swapped_theOneWithoutInstancesIsClosed() {
        String idle = "- {name: idle, on: \"127.0.0.1:6000\", unavailable: close}\n";
        rig.target(TARGET + idle);
        rig.seconds(5);
        assertThat(routed("idle").open()).isFalse();

        rig.target(
                (TARGET + idle).replace("6000", "0000").replace("5000", "6000").replace("0000", "5000"));
        rig.settle();

        assertThat(routed("idle").on()).isEqualTo(new HostPort("127.0.0.1", 5000));
        assertThat(routed("idle").open()).isFalse();
        assertThat(open()).isTrue();
    }

    @Test
    void nextServer_adoptedInstances_isOpenFromTheStart() {
        live();
        adopt();

        assertThat(open()).isTrue();
        rig.seconds(3);
        assertThat(open()).isTrue();
        assertThat(events()).isEmpty();
    }

    @Test
    void nextServer_adoptedButSick_closesAfterHold() {
        live();
        adopt();
        rig.prober.healthy = id -> false;
        rig.seconds(4);
        assertThat(open()).isTrue();

        rig.seconds(2);

        assertThat(open()).isFalse();
    }

    @Test
    void nextServer_nothingLeft_isClosedUntilReady() {
        live();
        rig.start();
        assertThat(open()).isFalse();

        rig.seconds(5);

        assertThat(open()).isTrue();
    }

    /** What ran, runs on under the next server. */
    private void adopt() {
        InstanceId id = rig.ready("web").get(0);
        rig.survivors = List.of(new SurvivingInstance(
                id,
                "web",
                rig.instance(id).version(),
                0,
                rig.instance(id).pid(),
                rig.instance(id).ports(),
                Optional.empty()));
        rig.start();
    }
}
