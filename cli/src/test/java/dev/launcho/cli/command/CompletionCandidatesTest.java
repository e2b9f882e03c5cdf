package dev.launcho.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.cli.SampleStatus;
import dev.launcho.cli.server.FakeServer;
import dev.launcho.core.admin.StatusView;
import dev.launcho.core.event.ChangeAuthor;
import dev.launcho.core.process.ResourceUsage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionCandidatesTest {
    private static final ChangeAuthor ANA = new ChangeAuthor("ana", "here");

    @TempDir
    static Path home;

    private static FakeServer server;

    @BeforeAll
    static void start() throws Exception {
        server = FakeServer.start(home);
        server.operations().setSecret("DATABASE_URL", "x", ANA);
        server.operations().setSecret("API_KEY", "x", ANA);
        server.operations().storeResource("bundle.tar", new ByteArrayInputStream(new byte[] {1}), ANA);
        StatusView.Instance instance = new StatusView.Instance(
                "calm-otter-17",
                "ready",
                true,
                0,
                Instant.EPOCH,
                1,
                "v",
                Map.of(),
                new ResourceUsage(0, 0, 0),
                "",
                SampleStatus.backend(0));
        server.operations()
                .setStatus(new StatusView(
                        "0.2.0",
                        Instant.EPOCH,
                        3,
                        Instant.EPOCH,
                        "ana",
                        List.of(new StatusView.Process("web", "ok", 1, 1, "", List.of(instance))),
                        List.of(SampleStatus.service("http", "0.0.0.0:5000", "", 1, 1, 0, 0)),
                        List.of()));
        Files.writeString(home.resolve("prod-launcho-client-auth.yaml"), "x");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** The values offered for the last of {@code words}. */
    private static List<String> complete(String... words) {
        List<String> all = new ArrayList<>(List.of("complete", "--"));
        all.addAll(List.of(words));
        Cli.Result result = Cli.at(home).run(all.toArray(String[]::new));
        assertThat(result.exit()).isZero();
        assertThat(result.err()).isEmpty();
        return result.out().lines().map(line -> line.split("\t")[0]).toList();
    }

    @Test
    void complete_firstWord_isACommand() {
        assertThat(complete("")).contains("status", "target", "completion").doesNotContain("complete");
        assertThat(complete("st")).containsExactly("status");
        assertThat(complete("target", "s")).contains("set", "schema");
        assertThat(complete("t", "ed")).containsExactly("edit");
        assertThat(complete("-w", "prod", "st")).containsExactly("status");
    }

    @Test
    void complete_aDash_isAnOption() {
        assertThat(complete("logs", "--t")).contains("--tail");
        assertThat(complete("status", "--wh")).containsExactly("--which");
        assertThat(complete("target", "set", "--no")).containsExactly("--no-wait");
    }

    /** What is offered by a server that is given a quarter of a second to answer: the first that is anything. */
    private static List<String> completeLive(String... words) {
        return await().atMost(Duration.ofSeconds(30)).until(() -> complete(words), offered -> !offered.isEmpty());
    }

    @Test
    void complete_names_areLive() {
        assertThat(completeLive("logs", "")).contains("web", "calm-otter-17");
        assertThat(completeLive("restart", "calm")).containsExactly("calm-otter-17");
        assertThat(completeLive("secret", "get", "")).containsExactly("API_KEY", "DATABASE_URL");
        assertThat(completeLive("s", "rm", "API_KEY", "DA")).containsExactly("DATABASE_URL");
        assertThat(completeLive("resource", "rm", "")).hasSize(1).allMatch(id -> id.matches("[0-9a-f]{40}"));
        assertThat(complete("--which", "")).containsExactly("prod");
        assertThat(complete("status", "-w", "p")).containsExactly("prod");
    }

    @Test
    void complete_listedValues_areThoseOfTheLabel() {
        assertThat(complete("completion", "")).containsExactly("bash", "zsh", "fish");
        assertThat(complete("status", "-o", "j")).containsExactly("json");
    }

    @Test
    void complete_files_areLeftToTheShell() {
        assertThat(complete("target", "set", "")).containsExactly(":files");
        assertThat(complete("resource", "up", "bun")).containsExactly(":files");
        assertThat(complete("--home", "")).containsExactly(":files");
    }

    @Test
    void complete_withoutAServer_isSilent() {
        Cli.Result result = Cli.at(home.resolve("nowhere")).run("complete", "--", "logs", "");

        assertThat(result.exit()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEmpty();
    }

    @Test
    void completion_ofEachShell_isAScriptThatAsksUs() {
        for (String shell : List.of("bash", "zsh", "fish")) {
            assertThat(Cli.at(home).run("completion", shell).out()).contains(" complete -- ");
        }
        assertThat(Cli.at(home).run("completion", "tcsh").exit()).isEqualTo(2);
    }
}
