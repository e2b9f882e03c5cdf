package dev.launcho.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.server.FakeServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LookingCommandsTest {
    @TempDir
    Path home;

    private FakeServer server;

    @BeforeEach
    void start() throws Exception {
        server = FakeServer.start(home);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void logs_oneLog_isItsBytes() throws Exception {
        server.operations().logs().write("web", "calm-otter-1", "one\n\u0000two");

        Cli.Result result = run("logs", "web", "--tail", "5");

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out()).isEqualTo("one\n\u0000two");
        assertThat(server.operations().logs().request()).isEqualTo("web 5 false");
    }

    @Test
    void logs_several_areBehindTheirNamesInTheOrderOfTime() throws Exception {
        server.operations().logs().write("web", "calm-otter-1", "one\n");
        server.operations().logs().write("db", "dry-newt-2", "two\n");

        assertThat(run("logs", "web", "db").out()).isEqualTo("calm-otter-1 | one\ndry-newt-2 | two\n");
        assertThat(run("logs", "-t", "web").out())
                .matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z one\n");
        assertThat(run("logs", "--grep", "w.$", "web", "db").out()).isEqualTo("dry-newt-2 | two\n");
    }

    @Test
    void logs_json_isAnObjectForEachLine() throws Exception {
        server.operations().logs().write("web", "calm-otter-1", "one \"1\"\r\n\u001b[2J\ntwo");
        server.operations().logs().write("db", "dry-newt-2", "three\n");

        List<JsonObject> lines = run("logs", "-o", "json", "web", "db")
                .out()
                .lines()
                .map(Json::parse)
                .toList();

        assertThat(lines)
                .extracting(line -> line.getString("process"), line -> line.getString("text"))
                .containsExactlyInAnyOrder(
                        tuple("web", "one \"1\""),
                        tuple("web", "\u001b[2J"),
                        tuple("web", "two"),
                        tuple("db", "three"));
        assertThat(lines.get(0))
                .containsKeys("time", "process", "instance", "text")
                .hasSize(4);
        assertThat(run("logs", "-o", "yaml", "web").exit()).isEqualTo(2);
    }

    @Test
    void logs_wrongOptions_sayWhatIsWrong() {
        Cli.Result since = run("logs", "--since", "yesterday", "web");
        assertThat(since.exit()).isEqualTo(2);
        assertThat(since.err()).contains("--since \"yesterday\" is neither a time ago such as 5m");

        Cli.Result grep = run("logs", "--grep", "(", "web");
        assertThat(grep.exit()).isEqualTo(3);
        assertThat(grep.err()).contains("\"(\" is not a regular expression");
    }

    @Test
    void why_tellsWhatIsKnownAndWhatHelps() {
        assertThat(run("why", "web").out())
                .startsWith("""
                        web: backoff
                          rollout: under way: 0 of 1 ready
                          next: try 3 at 2026-01-01T00:00:09Z
                          waits: secret KEY is not set
                          calm-otter-2 is starting, failed 2 times in a row before
                        """)
                .contains("ago  GET /health: 404 Not Found ×3  1.3 ms\n", "    listening\n")
                .endsWith("  hint: it has no /health\n");
        assertThat(run("why", "wbe").exit()).isEqualTo(4);
        assertThat(run("why", "web", "-o", "json").out()).contains("\"answer\":\"GET /health: 404 Not Found\"");
    }

    @Test
    void pauseResumeClearBackoff_tellWhatCameOfIt() {
        assertThat(run("pause", "web").out()).isEqualTo("web: its rollouts are paused\n");
        assertThat(run("resume", "web").out()).isEqualTo("web: its rollouts continue\n");
        assertThat(run("clear-backoff", "web").out()).isEqualTo("web: the next try is made now\n");
    }

    private Cli.Result run(String... arguments) {
        return Cli.at(home).run(arguments);
    }
}
