package dev.launcho.core.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.event.Event;
import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.reconcile.DeployTest;
import dev.launcho.core.reconcile.Rig;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a rollout says of connections when it is live. */
class ConnectionSummaryTest {
    @TempDir
    Path dir;

    private Rig rig;

    @BeforeEach
    void live() {
        rig = new Rig(dir);
        rig.target(DeployTest.WEB.formatted("v1"));
        rig.seconds(10);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
    }

    private void counted(String service, long accepted, long drained, long cut, long refused) {
        rig.balancer.services.put(
                service,
                new TrafficCounters.Service(
                        accepted, 0, 0, 0, refused, 0, 0, drained, cut, 0, 0, LatencySummary.NONE, 0));
    }

    @Test
    void receipt_tellsWhatWasCountedFromBeginToEnd() {
        counted("http", 500, 3, 1, 7);
        counted("other", 10, 0, 0, 0);
        rig.target(DeployTest.WEB.formatted("v2"));
        rig.run(Duration.ofMillis(500));
        counted("http", 1_700, 40, 1, 7);
        counted("other", 14, 0, 0, 0);
        rig.seconds(10);

        assertThat(rig.rollout().summary())
                .matches("revision 2 live in 1\\.\\ds: 1,204 connections accepted, 37 drained, 0 cut, 0 refused");
    }

    @Test
    void receipt_cutAndRefused_areTold() {
        rig.target(DeployTest.WEB.formatted("v2"));
        counted("http", 0, 0, 2, 1_000_000);
        rig.seconds(10);

        assertThat(rig.rollout().summary()).endsWith("s: 0 connections accepted, 0 drained, 2 cut, 1,000,000 refused");
    }

    @Test
    void receipt_lastConnectionsAreNotCountedYet_waitsForThem() {
        InstanceId old = rig.ready("web").get(0);
        rig.balancer.uncounted.add(old);
        rig.target(DeployTest.WEB.formatted("v2"));
        rig.run(Duration.ofMillis(1_500));
        assertThat(rig.host.running).doesNotContainKey(old);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.RUNNING);

        counted("http", 0, 5, 0, 0);
        rig.balancer.uncounted.clear();
        rig.run(Duration.ofMillis(20));

        assertThat(rig.rollout().summary()).contains("live in 1.").contains("5 drained");
    }

    @Test
    void receipt_lastConnectionsAreNeverCounted_waitsForASecond() {
        rig.balancer.uncounted.add(rig.ready("web").get(0));
        rig.target(DeployTest.WEB.formatted("v2"));
        rig.seconds(4);

        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
        assertThat(rig.rollout().summary())
                .as("when it was live, not when it was told")
                .contains("live in 1.");
    }

    @Test
    void receipt_ofARestart_andOfASecret() {
        rig.ask(() -> rig.control.restartProcess("web"));
        counted("http", 12, 1, 0, 0);
        rig.seconds(10);
        assertThat(rig.rollout().summary()).endsWith("s: 12 connections accepted, 1 drained, 0 cut, 0 refused");

        rig.target(DeployTest.WEB.formatted("${KEY}"));
        rig.secret("KEY", "one");
        rig.seconds(10);
        rig.secret("KEY", "two");
        counted("http", 20, 3, 0, 0);
        rig.seconds(10);
        assertThat(rig.rollout().summary()).endsWith("s: 8 connections accepted, 2 drained, 0 cut, 0 refused");
    }

    @Test
    void kill_isToldToTheBalancerBeforeItIsDone() {
        InstanceId old = rig.ready("web").get(0);
        rig.host.deaf = launch -> launch.id().equals(old);
        rig.target(DeployTest.WEB.formatted("v2"));
        rig.seconds(30);

        assertThat(rig.diary).containsSubsequence("out " + old, "killed " + old, "kill " + old);
    }

    @Test
    void ejection_isAnEventOfItsProcess() {
        InstanceId id = rig.ready("web").get(0);
        rig.balancer.ejectFor("http", id, Duration.ofSeconds(30), FailureKind.REFUSED);
        rig.settle();

        assertThat(rig.events)
                .filteredOn(event -> event.subject().equals("web"))
                .extracting(Event::message)
                .containsSubsequence(
                        id
                                + " gets no new connections of service http for 30s, connecting to it fails: connection refused",
                        id + " gets connections of service http again");
    }
}
