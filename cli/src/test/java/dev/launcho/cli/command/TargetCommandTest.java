package dev.launcho.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.cli.server.FakeServer;
import dev.launcho.core.event.AffectedSubject;
import dev.launcho.core.event.FieldChange;
import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.intent.ChangePreview;
import dev.launcho.core.intent.ChangeSummary;
import dev.launcho.core.intent.PlannedChange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetCommandTest {
    private static final String TEXT = "processes:\n  - name: web\n    command: [\"true\"]\n";

    @TempDir
    Path directory;

    private FakeServer server;
    private Path file;

    @BeforeEach
    void start() throws Exception {
        server = FakeServer.start(directory.resolve("home"));
        file = Files.writeString(directory.resolve("target.yaml"), TEXT);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static final ChangePreview PLAN = new ChangePreview(
            0,
            1,
            new ChangeSummary(
                    List.of(
                            new PlannedChange(
                                    "web",
                                    PlannedChange.Effect.REPLACED,
                                    "rolling, 2 instances",
                                    List.of(
                                            new FieldChange("env.PORT", "\"1\"", "\"2\"", ""),
                                            new FieldChange("env.DATABASE_URL", "91ab…", "07cd…", "DATABASE_URL")),
                                    List.of("env.PORT \"1\" → \"2\"", "secret DATABASE_URL changed"),
                                    12,
                                    Duration.ofSeconds(30)),
                            new PlannedChange(
                                    "cron",
                                    PlannedChange.Effect.ADDED,
                                    "new, 1 instance",
                                    List.of(),
                                    List.of(),
                                    0,
                                    Duration.ZERO)),
                    List.of(new PlannedChange(
                            "admin",
                            PlannedChange.Effect.REMOVED,
                            "removed, 127.0.0.1:5001 is closed",
                            List.of(),
                            List.of(),
                            3,
                            Duration.ofSeconds(30)))),
            List.of("watch out"));

    private Cli cli() {
        return Cli.at(server.home().dir());
    }

    @Test
    void set_good_waitsAndPrintsTheSummary() {
        server.operations().rollouts().addStep("web", "calm-otter-17 ready after 0.1s");

        Cli.Result result = cli().run("target", "set", file.toString());

        assertThat(result.exit()).isZero();
        assertThat(result.out()).isEqualTo("✓ revision 1 live in 0.1s\n");
        assertThat(result.err()).isEqualTo("""
                        server: 127.0.0.1:%d   rev 0 → 1
                        notice: process web waits for secret X
                        ~ web: 1 started
                        2026-01-01T00:00:00Z  web: calm-otter-17 ready after 0.1s
                        """.formatted(server.port()));
        assertThat(server.operations().target().text()).isEqualTo(TEXT);
        assertThat(server.operations().authors().get(0).user()).contains("@");
        assertThat(server.operations().authors().get(0).from()).isEqualTo("127.0.0.1");
    }

    @Test
    void set_failed_exits8WithTheCauses() {
        server.operations()
                .rollouts()
                .end(RolloutOutcome.FAILED, "revision 1: warm-moth-22 not ready in 60s", "stderr: boom");

        Cli.Result result = cli().run("t", "set", file.toString());

        assertThat(result.exit()).isEqualTo(8);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).endsWith("error: revision 1: warm-moth-22 not ready in 60s\n  stderr: boom\n");
    }

    @Test
    void set_waiting_isNoFailure() {
        server.operations().rollouts().end(RolloutOutcome.WAITING, "web waits: secret X not set");

        Cli.Result result = cli().run("t", "set", file.toString());

        assertThat(result.exit()).isZero();
        assertThat(result.err()).endsWith("notice: web waits: secret X not set\n");
    }

    @Test
    void set_superseded_exits5() {
        server.operations().rollouts().end(RolloutOutcome.SUPERSEDED, "revision 1 was superseded by revision 2");

        assertThat(cli().run("t", "set", file.toString()).exit()).isEqualTo(5);
    }

    @Test
    void set_noWait_returnsAtOnce() {
        server.operations().rollouts().setRunning();

        Cli.Result result = cli().run("t", "set", "--no-wait", file.toString());

        assertThat(result.exit()).isZero();
        assertThat(result.out()).startsWith("revision 1 accepted");
    }

    @Test
    void set_refusedByServer_exits3WithItsLines() throws Exception {
        Files.writeString(file, TEXT + "# bad\n");

        Cli.Result result = cli().run("target", "set", file.toString());

        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err()).endsWith("error: target:1:1: it is bad\n  target:2:1: it is worse\n");
    }

    @Test
    void set_typingErrors_areAllToldWithCaretsAndNothingIsSent() throws Exception {
        Files.writeString(file, """
                processes:
                  - name: web
                    command: ["true"]
                    recieves: ["http"]
                services:
                  - name: http
                    on: "127.0.0.1:99999"
                """);

        Cli.Result result = cli().run("target", "set", file.toString());

        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("error: " + file + ":4:5: process \"web\": unknown key \"recieves\"")
                .contains("^^^^^^^^ did you mean \"receives\"?")
                .contains("error: " + file + ":7:9: ")
                .endsWith("2 errors, nothing sent\n");
        assertThat(server.operations().authors()).isEmpty();
    }

    @Test
    void set_same_saysNoChange() {
        cli().run("target", "set", file.toString());

        Cli.Result result = cli().run("target", "set", file.toString());

        assertThat(result.exit()).isZero();
        assertThat(result.err()).contains("no change: revision 1 has it already");
    }

    @Test
    void set_dash_readsStandardInput() {
        Cli.Result result = cli().input(TEXT).run("target", "set", "-");

        assertThat(result.exit()).isZero();
        assertThat(server.operations().target().text()).isEqualTo(TEXT);
    }

    @Test
    void set_noSuchFile_exits4() {
        Cli.Result result = cli().run("target", "set", "nowhere.yaml");

        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.err()).isEqualTo("error: there is no file nowhere.yaml\n");
    }

    @Test
    void get_afterSet_isTheSameBytes() {
        cli().run("target", "set", file.toString());

        Cli.Result result = cli().run("target", "get", "--raw");

        assertThat(result.exit()).isZero();
        assertThat(result.out()).isEqualTo(TEXT);
    }

    @Test
    void get_forAnEditor_saysWhereTheSchemaIsAndRoundTrips() throws Exception {
        cli().run("target", "set", file.toString());

        Cli.Result got = cli().run("target", "get");
        Cli.Result set = cli().input(got.out()).run("target", "set", "-");

        Path schema = server.home().dir().resolve("launcho-target.schema.json");
        assertThat(got.out()).isEqualTo("# yaml-language-server: $schema=" + schema.toUri() + "\n" + TEXT);
        assertThat(schema).content().contains("http://json-schema.org/draft-07/schema#");
        assertThat(set.exit()).isZero();
    }

    @Test
    void plan_changes_areToldAndExit10IfAskedFor() {
        server.operations().targets().setPlan(PLAN);

        Cli.Result plan = cli().run("target", "plan", "--exit-code", file.toString());

        assertThat(plan.exit()).isEqualTo(10);
        assertThat(plan.out()).isEqualTo("""
                        server: 127.0.0.1:%d   rev 0 → 1
                        ~ web            rolling, 2 instances; 12 connections drain ≤30s
                            env.PORT          "1" → "2"
                            env.DATABASE_URL  ${DATABASE_URL} changed (91ab… → 07cd…)
                        + cron           new, 1 instance
                        - service admin  removed, 127.0.0.1:5001 is closed; 3 connections drain ≤30s
                        """.formatted(server.port()));
        assertThat(plan.err()).isEqualTo("notice: watch out\n");
        assertThat(server.operations().authors()).isEmpty();
        cli().run("target", "set", file.toString());
        assertThat(cli().run("target", "plan", "--exit-code", file.toString()).exit())
                .isZero();
    }

    @Test
    void set_dryRun_showsThePlanAndSendsNothing() {
        server.operations().targets().setPlan(PLAN);

        Cli.Result result = cli().run("target", "set", "--dry-run", file.toString());

        assertThat(result.exit()).isZero();
        assertThat(result.err()).contains("~ web ").contains("rev 0 → 1");
        assertThat(server.operations().target().revision()).isZero();
    }

    @Test
    void set_afterItsPlan_namesOnlyWhatContinues() {
        server.operations().targets().setPlan(PLAN);
        server.operations()
                .targets()
                .setSubjects(
                        new AffectedSubject(AffectedSubject.Kind.PROCESS, "cron", "added", "1 started"),
                        AffectedSubject.continued("worker", 41));

        assertThat(cli().run("target", "set", file.toString()).err())
                .contains("~ worker: its rollout continues from revision 41\n")
                .doesNotContain("1 started");
    }

    @Test
    void history_lists_newestFirstAndShowPrintsTheText() {
        assertThat(cli().run("history").out())
                .contains("ana@laptop")
                .contains("live")
                .contains("first");
        assertThat(cli().run("target", "history", "-o", "name").out()).isEqualTo("1\n");

        Cli.Result show = cli().run("target", "show", "1");
        assertThat(show.out()).isEqualTo("# revision 1\n");
        assertThat(show.err()).contains("by ana@laptop at 127.0.0.1").contains("live: revision 1 live in 0.1s");
        assertThat(cli().run("target", "show", "7").exit()).isEqualTo(4);
    }

    @Test
    void rollback_printsThePlanFirst_andWaits() {
        server.operations().targets().setPlan(PLAN);

        Cli.Result result = cli().run("rollback", "1", "-m", "slow");

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.err()).contains("~ web ").doesNotContain("1 instance replaced");
        assertThat(server.operations().authors().get(0).message()).isEqualTo("slow");
        assertThat(cli().run("rollback", "9").exit()).isEqualTo(4);
    }
}
