package dev.launcho.core.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.event.Event;
import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.event.RolloutProgress;
import dev.launcho.core.intent.RequestRefused;
import dev.launcho.core.logs.LogSpool;
import dev.launcho.core.model.Limits;
import dev.launcho.core.model.StoredResource;
import dev.launcho.core.reconcile.RealServer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServerOperationsTest extends AdminOperationsFixture {
    private static final String HELLO = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc71";
    private static final String APP = """
            processes:
            - name: app
              command: [sh, -c, 'echo hello; exec sleep 60']
              env: {KEY: "${KEY}"}
              min_healthy: 50ms
            """;

    private void live() throws RequestRefused {
        operations.setSecret("KEY", "one", ANA);
        long revision =
                operations.setTarget("target", APP, OptionalLong.empty(), ANA).revision();
        RolloutProgress view;
        int seen = 0;
        do {
            view = operations.rollout(revision, seen, RealServer.SOON);
            seen += view.steps().size();
        } while (!view.outcome().ended());
        assertThat(view.outcome()).isEqualTo(RolloutOutcome.LIVE);
    }

    @Test
    void wellness_versionGivenUpWhileTheOneBeforeServes_isUnwellButServed() throws Exception {
        live();
        ServerOperations running = (ServerOperations) operations;
        await().atMost(RealServer.SOON)
                .untilAsserted(() -> assertThat(running.wellness())
                        .isEqualTo(new WellnessView(running.target().revision(), Set.of(), Set.of())));

        String broken = APP.replace("echo hello; exec sleep 60", "exit 4");
        operations.setTarget("target", broken, OptionalLong.empty(), ANA);
        await().atMost(RealServer.SOON)
                .untilAsserted(() ->
                        assertThat(running.status().processes().get(0).state()).isEqualTo("failed"));
        await().atMost(RealServer.SOON)
                .untilAsserted(() -> assertThat(running.wellness())
                        .isEqualTo(new WellnessView(running.target().revision(), Set.of("app"), Set.of())));

        operations.setTarget("target", broken.replace("app", "other"), OptionalLong.empty(), ANA);
        await().atMost(RealServer.SOON)
                .untilAsserted(() -> assertThat(running.wellness().unserved()).containsExactly("other"));
    }

    @Test
    void target_beforeOneIsSet_isTheDefault() {
        assertThat(operations.target()).isEqualTo(new AdminOperations.TargetText(0, "# nothing yet\n"));
    }

    @Test
    void setTarget_invalid_tellsEveryProblemAndChangesNothing() {
        assertThatThrownBy(() -> operations.setTarget(
                        "target", "processes:\n- nam: x\n- name: y\n  comand: [z]\n", OptionalLong.empty(), ANA))
                .isInstanceOfSatisfying(RequestRefused.class, r -> {
                    assertThat(r.code()).isEqualTo(RequestRefused.Code.INVALID);
                    assertThat(r.lines().size()).isGreaterThanOrEqualTo(2);
                    assertThat(String.join("\n", r.lines())).contains("nam").contains("comand");
                });
        assertThat(operations.target().revision()).isZero();
    }

    @Test
    void setTarget_limitThatCannotBeHeld_isNoticedAndShownAsLongAsItIsSo() throws Exception {
        List<String> lacking = server.control.host().unenforced(new Limits(0, 0, 0, 999_999_999, -1));
        assumeThat(lacking)
                .as("fs.nr_open of this machine is below the most that a target may ask for")
                .isNotEmpty();
        operations.setSecret("KEY", "one", ANA);
        String limited = APP + "  limits: {files: 999999999}\n";

        assertThat(operations
                        .setTarget("target", limited, OptionalLong.empty(), ANA)
                        .notices())
                .contains("process \"app\": " + lacking.get(0));
        await().atMost(RealServer.SOON)
                .untilAsserted(() -> assertThat(operations.status().processes())
                        .singleElement()
                        .satisfies(p -> {
                            assertThat(p.state()).isEqualTo("ok");
                            assertThat(p.detail()).isEqualTo(lacking.get(0));
                        }));
    }

    @Test
    void status_aWhileAfterTheStart_tellsWhatAnInstanceUses() throws Exception {
        live();
        // Looks are up to a minute apart where there are many processes on the machine.
        await().atMost(Duration.ofSeconds(150))
                .untilAsserted(() -> assertThat(
                                operations.status().processes().get(0).instances())
                        .singleElement()
                        .satisfies(i -> {
                            assertThat(i.usage().cpu()).isBetween(0.0, 100.0);
                            assertThat(i.usage().memory()).isPositive();
                            assertThat(i.usage().files()).isPositive();
                        }));
    }

    @Test
    void status_live_tellsWhatRuns() throws Exception {
        live();
        StatusView status = operations.status();

        assertThat(status.revision()).isEqualTo(1);
        assertThat(status.revisionBy()).isEqualTo("ana@laptop");
        assertThat(status.processes()).singleElement().satisfies(p -> {
            assertThat(p.name()).isEqualTo("app");
            assertThat(p.state()).isEqualTo("ok");
            assertThat(p.ready()).isEqualTo(1);
            assertThat(p.instances())
                    .singleElement()
                    .satisfies(i -> assertThat(i.pid()).isPositive());
        });
        assertThat(status.events()).extracting(Event::message).contains("live");
        assertThat(operations.events(0, 100))
                .extracting(Event::message)
                .contains(
                        "ana@laptop at 127.0.0.1 set secret KEY", "ana@laptop at 127.0.0.1 set the target, revision 1");
    }

    @Test
    void status_waiting_saysForWhat() throws Exception {
        operations.setTarget("target", APP, OptionalLong.empty(), ANA);

        assertThat(operations.status().processes()).singleElement().satisfies(p -> {
            assertThat(p.state()).isEqualTo("waiting");
            assertThat(p.detail()).isEqualTo("secret KEY is not set");
        });
    }

    @Test
    void rollout_unknown_isNotFound() {
        refused(RequestRefused.Code.NOT_FOUND, () -> operations.rollout(99, 0, Duration.ZERO));
    }

    @Test
    void restart_unknownOrAmbiguous_tellsWhatThereIs() throws Exception {
        live();
        assertThat(refused(RequestRefused.Code.NOT_FOUND, () -> operations.restart("nothing", ANA)))
                .hasMessageContaining("there is no process or instance \"nothing\"; there are: app");
    }

    @Test
    void why_service_namesWhatReceivesIt() throws Exception {
        operations.setTarget(
                "target",
                APP
                        + "  receives: [front]\nservices: [{name: front, on: \"127.0.0.1:1\"}, {name: idle, on: \"127.0.0.1:2\"}]\n",
                OptionalLong.empty(),
                ANA);

        assertThat(refused(RequestRefused.Code.NOT_FOUND, () -> operations.why("front")))
                .hasMessageContaining("\"front\" is a service; ask what receives it: app");
        assertThat(refused(RequestRefused.Code.NOT_FOUND, () -> operations.why("idle")))
                .hasMessageContaining("\"idle\" is a service; no process receives it");
    }

    @Test
    void why_instanceThatLeaves_hasNoHintOnACheckThatSucceeded() throws Exception {
        assumeThat(Path.of("/usr/bin/python3")).exists();
        server.deploy("""
                processes:
                - name: app
                  command: [sh, -c, 'trap "" TERM; exec python3 -m http.server --bind 127.0.0.1 $SERVICE_PORT_WEB']
                  receives: [web]
                  health: {path: /}
                  min_healthy: 50ms
                  stop: {timeout: 30s}
                services: [{name: web, on: "127.0.0.1:1"}]
                """);
        await().atMost(RealServer.SOON).until(() -> server.ready("app").size() == 1);
        operations.setTarget("target", "processes: []\n", OptionalLong.empty(), ANA);
        await().atMost(RealServer.SOON)
                .until(() -> operations.why("app").instances().stream()
                        .anyMatch(i -> i.state().matches("draining|stopping")));

        assertThat(operations.why("app").hints()).isEmpty();
    }

    @Test
    void restart_instanceByPrefix_replacesIt() throws Exception {
        live();
        var before = server.one("app");
        operations.restart(before.id().name().substring(0, before.id().name().length() - 1), ANA);

        await().atMost(RealServer.SOON)
                .until(() -> server.ready("app").stream().anyMatch(i -> !i.id().equals(before.id())));
    }

    @Test
    void logs_ofARunningInstanceWhoseFileWasRemoved_saysThatItIsLost() throws Exception {
        live();
        LogSpool.Entry log = server.logs.of("app").get(0);
        Files.delete(log.file());
        String id = log.instance().name();

        for (String name : List.of("app", id)) {
            assertThat(refused(RequestRefused.Code.NOT_FOUND, () -> operations.logs(name, 10, false)))
                    .hasMessage(id + ": " + LogSpool.REMOVED);
        }
        assertThat(operations.why("app").log()).contains("launcho: " + id + ": " + LogSpool.REMOVED);
    }

    @Test
    void logs_byProcessInstanceOrPrefix_areTheSame() throws Exception {
        live();
        String instance = server.one("app").id().name();
        for (String name : List.of("app", instance, instance.substring(0, 4))) {
            // It counts as ready once it has lived for long enough, whether or not it has come to say anything.
            await().atMost(RealServer.SOON).untilAsserted(() -> {
                try (InputStream log = operations.logs(name, 10, false).bytes()) {
                    assertThat(log).asString(StandardCharsets.UTF_8).isEqualTo("hello\n");
                }
            });
        }
        assertThat(refused(RequestRefused.Code.NOT_FOUND, () -> operations.logs("nothing", 10, false)))
                .hasMessageContaining("processes: app");
    }

    @Test
    void resources_storedListedReadAndRemoved() throws Exception {
        StoredResource stored = operations.storeResource("hello.txt", bytes(), ANA);

        assertThat(stored).isEqualTo(new StoredResource(HELLO, "hello.txt", 6));
        assertThat(operations.resources()).containsExactly(stored);
        try (InputStream read = operations.openResource(HELLO)) {
            assertThat(read).hasContent("hello\n");
        }
        operations.removeResource(HELLO, false, ANA);
        assertThat(operations.resources()).isEmpty();
        refused(RequestRefused.Code.NOT_FOUND, () -> operations.openResource(HELLO));
        assertThat(refused(RequestRefused.Code.NOT_FOUND, () -> operations.resource("../../etc/passwd")))
                .hasMessageContaining("is not a resource id");
    }

    @Test
    void removeResource_inUse_isAConflict() throws Exception {
        operations.storeResource("hello.txt", bytes(), ANA);
        server.deploy(APP.replace("env: {KEY: \"${KEY}\"}", "resources: [{id: " + HELLO + ", file: hello.txt}]"));

        assertThat(refused(RequestRefused.Code.CONFLICT, () -> operations.removeResource(HELLO, false, ANA)))
                .hasMessageContaining("in use by app");
    }

    @Test
    void secrets_setReadAndRemoved_unlessTheTargetUsesThem() throws Exception {
        live();
        assertThat(operations.secretNames()).containsExactly("KEY");
        assertThat(operations.secret("KEY")).isEqualTo("one");
        assertThat(refused(RequestRefused.Code.CONFLICT, () -> operations.removeSecret("KEY", ANA)))
                .hasMessageContaining("process \"app\"");
        operations.setSecret("OTHER", "x", ANA);
        operations.removeSecret("OTHER", ANA);

        refused(RequestRefused.Code.NOT_FOUND, () -> operations.secret("OTHER"));
        refused(RequestRefused.Code.INVALID, () -> operations.setSecret("not a name", "x", ANA));
        refused(RequestRefused.Code.INVALID, () -> operations.setSecret("NUL", "a\0b", ANA));
    }

    private static InputStream bytes() {
        return new ByteArrayInputStream("hello\n".getBytes(StandardCharsets.UTF_8));
    }
}
