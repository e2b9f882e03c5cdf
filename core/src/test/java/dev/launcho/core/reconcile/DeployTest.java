package dev.launcho.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.event.AffectedSubject;
import dev.launcho.core.event.ChangeResult;
import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.failure.Exit;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProbeResult;
import dev.launcho.core.store.Revision;
import dev.launcho.core.traffic.FakeBalancer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a target to what runs, and what its author is told. */
public class DeployTest {
    public static final String WEB = """
            processes:
            - name: web
              command: ["serve", "%s"]
              receives: [http]
              health: {service: http, path: /health}
            services:
            - name: http
              on: 127.0.0.1:5000
            """;

    @TempDir
    Path dir;

    private Rig rig;

    @BeforeEach
    void start() {
        rig = new Rig(dir);
    }

    private static String web(String version) {
        return WEB.formatted(version);
    }

    private InstanceId live(String version) {
        rig.target(web(version));
        rig.seconds(10);
        assertThat(rig.outcome()).as(rig.diary.toString()).isEqualTo(RolloutOutcome.LIVE);
        return rig.ready("web").get(0);
    }

    @Test
    void target_firstOne_runsAndIsLive() {
        ChangeResult changed = rig.target(web("v1"));
        assertThat(changed)
                .isEqualTo(new ChangeResult(
                        1,
                        true,
                        List.of(
                                new AffectedSubject(AffectedSubject.Kind.PROCESS, "web", "added", "new, 1 instance"),
                                new AffectedSubject(
                                        AffectedSubject.Kind.SERVICE, "http", "added", "new, on 127.0.0.1:5000")),
                        List.of()));
        assertThat(changed.affected()).containsExactly("web: new, 1 instance", "service http: new, on 127.0.0.1:5000");
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.RUNNING);
        rig.seconds(10);

        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
        assertThat(rig.rollout().summary())
                .isEqualTo("revision 1 live in 1.3s: 0 connections accepted, 0 drained, 0 cut, 0 refused");
        assertThat(FakeBalancer.active(rig.balancer.table())).containsExactlyElementsOf(rig.ready("web"));
        assertThat(rig.file).contains(web("v1"));
    }

    private static final String TWO = """
            processes:
            - {name: web, command: [serve]}
            - {name: broken, command: [serve, badly]}
            """;

    /** The rollout ended as live with the process that was restarted, and what came of the other was written nowhere. */
    @Test
    void restart_inTheMiddleOfARollout_doesNotEndIt() {
        rig.broken = launch -> launch.spec().name().equals("broken");
        rig.start();
        rig.target(TWO);
        rig.ask(() -> rig.control.restartProcess("web"));
        rig.seconds(300);

        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.FAILED);
        assertThat(rig.rollout().summary()).contains("broken");
        assertThat(rig.rollout().processes()).containsExactlyInAnyOrder("web", "broken");
    }

    @Test
    void pause_ofAProcessThatLeavesTheTarget_leavesWithIt() {
        live("v1");
        rig.ask(() -> rig.control.pause("web", Rig.ANA));
        rig.target("processes: []\n");
        rig.seconds(60);

        live("v2");

        assertThat(rig.control.snapshot().desired().get("web").paused()).isFalse();
    }

    @Test
    void target_newVersion_isInRotationBeforeTheOldLeavesAndIsSignalled() {
        InstanceId old = live("v1");
        rig.diary.clear();
        InstanceId fresh = live("v2");

        assertThat(rig.diary)
                .containsExactly("launch " + fresh, "active " + fresh, "out " + old, "signal " + old + " TERM");
        assertThat(rig.host.running).containsOnlyKeys(fresh);
        assertThat(rig.host.forgotten).contains(old);
    }

    @Test
    void target_openConnections_holdTheSignalBack() {
        InstanceId old = live("v1");
        rig.balancer.open.put(old, 3L);
        rig.target(web("v2"));
        rig.seconds(10);
        assertThat(rig.diary).contains("out " + old).doesNotContain("signal " + old + " TERM");
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.RUNNING);
        assertThat(rig.rollout().steps()).anyMatch(s -> s.message().endsWith("draining: replaced, 3 connections open"));
        rig.balancer.end(old);
        rig.settle();

        assertThat(rig.diary).contains("signal " + old + " TERM");
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
    }

    @Test
    void target_sameText_isNoChange() {
        live("v1");
        ChangeResult again = rig.target(web("v1"));

        assertThat(again.changed()).isFalse();
        assertThat(again.revision()).isEqualTo(1);
        assertThat(rig.store.revisions).hasSize(1);
    }

    @Test
    void target_onlySettingsChange_appliesInPlace() {
        InstanceId before = live("v1");
        ChangeResult changed = rig.target(web("v1").replace("path: /health", "path: /ping, interval: 7s"));
        rig.seconds(10);

        assertThat(changed.affected())
                .containsExactly(
                        "web: changes in place (health.path \"/health\" → \"/ping\"; health.interval 2s → 7s)");
        assertThat(rig.ready("web")).containsExactly(before);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
        assertThat(rig.prober.watches.get(before).every()).isEqualTo(Duration.ofSeconds(7));
        assertThat(rig.prober.watches.get(before).probe().path()).isEqualTo("/ping");
    }

    @Test
    void target_brokenVersion_failsWithItsCausesWhileTheOldServes() throws Exception {
        InstanceId old = live("v1");
        rig.host.broken = launch -> {
            write(launch.log(), "Error: cannot find module 'x'\n");
            return true;
        };
        rig.target(web("v2"));
        rig.seconds(10);

        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.FAILED);
        assertThat(rig.rollout().summary())
                .isEqualTo("revision 2: web exit 1, 3 times before it was ready; revision 1 still serves 1/1");
        assertThat(rig.rollout().causes()).contains("  Error: cannot find module 'x'");
        assertThat(rig.ready("web")).containsExactly(old);
        assertThat(FakeBalancer.active(rig.balancer.table())).containsExactly(old);
        assertThat(rig.diary).doesNotContain("out " + old);
    }

    @Test
    void target_versionNeverReady_tellsTheLastProbeAndWhereItListens() {
        live("v1");
        rig.prober.healthy = id -> rig.ready("web").contains(id);
        rig.target(web("v2"));
        rig.seconds(70);

        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.FAILED);
        assertThat(rig.rollout().summary())
                .contains("web not ready in 1m: GET / on 127.0.0.1:7001: 503 Service Unavailable");
        assertThat(rig.rollout().causes())
                .anyMatch(c -> c.endsWith("last probe: GET / on 127.0.0.1:7001: 503 Service Unavailable"))
                .anyMatch(c -> c.matches("hint: bind \\$SERVICE_PORT_\\w+ \\(70\\d+\\), not 3000"));
    }

    @Test
    void target_beforeFails_tellsNoProbeOfWhatNeverRan() {
        InstanceId old = live("v1");
        rig.prober.healthy = old::equals;
        rig.target(web("v2"));
        for (int exits = 0; exits < 3; exits++) {
            rig.seconds(5);
            for (InstanceId id : List.copyOf(rig.host.running.keySet())) {
                if (!id.equals(old)) {
                    assertThat(rig.instance(id).probe()).isNotEqualTo(ProbeResult.NONE);
                    rig.host.exit(id, Exit.of(Exit.Stage.BEFORE, 3));
                }
            }
            rig.settle();
        }

        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.FAILED);
        assertThat(rig.rollout().summary()).contains("web `before` failed: exit 3, 3 times before it was ready");
        assertThat(rig.rollout().causes())
                .noneMatch(c -> c.contains("last probe"))
                .anyMatch(c -> c.startsWith("hint: before stops"));
    }

    @Test
    void target_beforeDoesNotEnd_tellsThatAndNoProbe() {
        InstanceId old = live("v1");
        rig.prober.healthy = old::equals;
        rig.host.commandRuns = old::equals;
        rig.target(web("v2"));
        rig.seconds(70);

        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.FAILED);
        assertThat(rig.rollout().causes())
                .noneMatch(c -> c.contains("last probe"))
                .anyMatch(c -> c.endsWith(": `before` had not ended; if it only needs longer, raise start_timeout"));
    }

    @Test
    void target_anotherWhileOneRuns_supersedesIt() {
        live("v1");
        rig.target(web("v2"));
        rig.target(web("v3"));

        assertThat(rig.ask(() -> rig.control.rollouts().await(2, 0, Duration.ZERO)))
                .hasValueSatisfying(r -> {
                    assertThat(r.outcome()).isEqualTo(RolloutOutcome.SUPERSEDED);
                    assertThat(r.summary()).isEqualTo("superseded by revision 3");
                });
        rig.seconds(10);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
    }

    @Test
    void target_addressTaken_failsAndSaysBy() {
        rig.balancer.taken.put("http", "127.0.0.1:5000 is taken by another program");
        rig.target(web("v1"));
        rig.seconds(10);

        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.FAILED);
        assertThat(rig.rollout().summary())
                .isEqualTo("revision 1: service \"http\": 127.0.0.1:5000 is taken by another program");
    }

    @Test
    void target_processRemoved_drainsStopsAndIsForgotten() {
        InstanceId old = live("v1");
        ChangeResult changed = rig.target("processes: []\nservices: []\n");
        rig.seconds(10);

        assertThat(changed.affected())
                .containsExactly(
                        "web: removed, its connections drain", "service http: removed, 127.0.0.1:5000 is closed");
        assertThat(rig.diary).containsSubsequence("out " + old, "signal " + old + " TERM");
        assertThat(rig.control.snapshot().states()).isEmpty();
        assertThat(rig.store.state.processes()).isEmpty();
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
        assertThat(rig.balancer.table().services()).isEmpty();
    }

    @Test
    void target_diskFull_isRefusedAndWhatRunsGoesOn() {
        InstanceId old = live("v1");
        rig.store.full = true;
        CompletableFuture<ChangeResult> refused = new CompletableFuture<>();
        try {
            refused.complete(rig.target(web("v2")));
        } catch (RuntimeException e) {
            refused.completeExceptionally(e);
        }
        rig.seconds(10);

        assertThat(refused).isCompletedExceptionally();
        assertThat(rig.control.snapshot().intent().revision()).isEqualTo(1);
        assertThat(rig.ready("web")).containsExactly(old);
        rig.store.full = false;
        live("v2");
        assertThat(rig.store.state.revision()).isEqualTo(2);
    }

    @Test
    void target_eachChange_isARevisionOnDiskBeforeItIsInForce() {
        live("v1");
        live("v2");

        assertThat(rig.store.revisions.values()).extracting(Revision::target).containsExactly(web("v1"), web("v2"));
        assertThat(rig.store.revisions.get(2L).by()).isEqualTo("ana@laptop");
        assertThat(rig.store.state.process("web").liveRevision()).isEqualTo(2);
    }

    @Test
    void target_manyRestarts_keepTheLogsOfTheLastFive() {
        live("v1");
        for (int n = 0; n < 12; n++) {
            InstanceId id = rig.ready("web").get(0);
            write(rig.logs.file("web", id), "x\n");
            rig.host.exit(id, 1);
            rig.settle();
            rig.seconds(61);
        }

        assertThat(rig.logs.of("web")).hasSize(5);
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void target_twoProcessesWithOneText_areEachRunUnderItsOwnName() {
        rig.target("""
                processes:
                - {name: one, command: [serve], drain: 1s}
                - {name: two, command: [serve], drain: 2s}
                """);
        rig.seconds(5);

        assertThat(rig.host.running.values())
                .extracting(l -> l.spec().name())
                .as("in the record that the next server finds them by")
                .containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void target_changedElsewhereAfterAFailure_triesTheFailedVersionAgain() {
        rig.target(WEB.formatted("v1"));
        rig.seconds(5);
        rig.host.broken = launch -> launch.spec().command().contains("v2");
        rig.target(WEB.formatted("v2"));
        rig.seconds(30);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.FAILED);
        int launches = rig.host.launches.size();
        rig.seconds(1_000);
        assertThat(rig.host.launches).as("not tried again by itself").hasSize(launches);
        rig.host.broken = launch -> false;
        ChangeResult changed = rig.target(WEB.formatted("v2") + "# the database is up again\n");
        rig.seconds(10);

        assertThat(changed.affected()).singleElement().asString().startsWith("web: tried again (failed before: exit 1");
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
        assertThat(rig.host.running.values())
                .singleElement()
                .satisfies(l -> assertThat(l.spec().command()).contains("v2"));
    }
}
