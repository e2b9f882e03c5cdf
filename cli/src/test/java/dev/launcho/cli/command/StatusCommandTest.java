package dev.launcho.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.cli.SampleStatus;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.render.Console;
import dev.launcho.cli.server.FakeServer;
import dev.launcho.core.admin.StatusView;
import dev.launcho.core.admin.StatusView.Instance;
import dev.launcho.core.admin.StatusView.Process;
import dev.launcho.core.process.ResourceUsage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusCommandTest {
    @TempDir
    static Path home;

    private static FakeServer server;

    @BeforeAll
    static void start() throws Exception {
        server = FakeServer.start(home);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void runs(String state, int ready, int wanted) {
        Instance one = new Instance(
                "calm-otter-1",
                "ready",
                true,
                0,
                Instant.EPOCH,
                1,
                "v",
                Map.of("http", 20000),
                new ResourceUsage(1, 1, 1),
                "",
                SampleStatus.backend(3));
        server.operations()
                .setStatus(new StatusView(
                        "0.2.0",
                        Instant.EPOCH,
                        1,
                        Instant.EPOCH,
                        "ana",
                        List.of(
                                new Process("web", state, ready, wanted, "", List.of(one)),
                                new Process("db", "ok", 1, 1, "", List.of())),
                        List.of(SampleStatus.service("http", "127.0.0.1:80", "", ready, wanted, 3, 4)),
                        List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "ok, 1, 1, 0",
        "rolling, 2, 2, 0",
        "completed, 0, 1, 0",
        "leaving, 0, 0, 0",
        "rolling, 1, 2, 8",
        "failed, 1, 1, 8",
        "backoff, 0, 1, 8",
        "waiting, 0, 1, 8"
    })
    void exitCode_tellsWhetherAllIsReady(String state, int ready, int wanted, int exit) {
        runs(state, ready, wanted);

        assertThat(run("status", "--exit-code").exit()).isEqualTo(exit);
        assertThat(run("status").exit()).isZero();
    }

    @Test
    void name_showsOnlyThat() {
        runs("ok", 1, 1);

        assertThat(run("status", "-o", "name").out())
                .isEqualTo("process/web\ninstance/calm-otter-1\nprocess/db\nservice/http\n");
        assertThat(run("status", "-o", "name", "web").out()).isEqualTo("process/web\ninstance/calm-otter-1\n");
        assertThat(run("status", "-o", "name", "calm").out()).isEqualTo("process/web\ninstance/calm-otter-1\n");
        assertThat(run("status", "-o", "name", "http").out()).isEqualTo("service/http\n");

        Cli.Result unknown = run("status", "wbe");
        assertThat(unknown.exit()).isEqualTo(4);
        assertThat(unknown.err()).contains("no process, instance or service \"wbe\"", "there are: db, http, web");
    }

    @Test
    void yaml_isWhatJsonIs() {
        runs("ok", 1, 1);

        assertThat(run("status", "-o", "yaml", "http").out()).contains("""
                services:
                  - name: http
                    "on": "127.0.0.1:80"
                    problem: ""
                    ready: 1
                """);
    }

    @Test
    void errors_underJson_areJson() {
        runs("ok", 1, 1);

        assertThat(run("status", "-o", "json", "wbe").err())
                .isEqualTo(
                        "{\"error\":{\"code\":\"not_found\",\"message\":\"there is no process, instance or service"
                                + " \\\"wbe\\\"\",\"file\":\"\",\"line\":0,\"column\":0,\"hint\":\"there are: db, http, web\"}}\n");
        assertThat(run("status", "--output=json", "--oops").err()).startsWith("{\"error\":{\"code\":\"usage\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-aojson", "-ao=json", "-ayoJSON", "-yao json"})
    void errors_underJsonInAClusterOfShortOptions_areJson(String options) {
        runs("ok", 1, 1);
        List<String> words = new ArrayList<>(List.of("status", "wbe"));
        words.addAll(List.of(options.split(" ")));

        assertThat(run(words.toArray(String[]::new)).err()).startsWith("{\"error\":{\"code\":\"not_found\"");
    }

    @ParameterizedTest
    @CsvSource({"json, '{\"error\":{\"code\":\"unreachable\",'", "yaml, 'error: '"})
    void watch_withTheServerGone_reportsItInTheFormThatWasAskedFor(String form, String error, @TempDir Path gone)
            throws Exception {
        FakeServer.start(gone).close();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        // The first look is the last, since nobody reads the output any more.
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("closed");
            }

            @Override
            public void flush() throws IOException {
                throw new IOException("closed");
            }
        };
        Map<String, String> environment = Map.of("LAUNCHO_HOME", gone.toString());
        Console console = new Console(InputStream.nullInputStream(), closed, err, Set.of(), environment);

        new CommandRunner(new CommandContext(console, environment)).run("status", "--watch", "-o", form);

        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith(error);
    }

    @Test
    void colour_always_isAlsoPiped() {
        runs("ok", 1, 1);

        assertThat(run("--color", "always", "status").out()).contains("\033[32m● calm-otter-1\033[0m");
        assertThat(run("status", "--color=never").out()).doesNotContain("\033");
    }

    private static Cli.Result run(String... arguments) {
        return Cli.at(home).run(arguments);
    }
}
