package dev.launcho.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.cli.protocol.Auth;
import dev.launcho.cli.protocol.AuthFile;
import dev.launcho.cli.server.FakeServer;
import dev.launcho.core.intent.RequestRefused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A command that gets no answer says so, and never that nothing was changed. */
class UnknownOutcomeTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path serverHome;

    @TempDir
    Path home;

    private FakeServer server;
    private LostConnection connection;

    @BeforeEach
    void start() throws Exception {
        server = FakeServer.start(serverHome);
        through(Long.MAX_VALUE);
    }

    @AfterEach
    void stop() {
        connection.close();
        server.close();
    }

    /** @param most bytes that the server gets of a connection */
    private void through(long most) throws Exception {
        connection = new LostConnection(server.port(), most);
        Auth own = AuthFile.read(server.home().serverAuth());
        Auth auth = Auth.ofClient("127.0.0.1:" + connection.port(), own.cert(), own.token());
        Files.writeString(home.resolve("launcho-client-auth.yaml"), AuthFile.format(auth));
    }

    private static String[] words(String command) {
        return command.split(" ");
    }

    @ParameterizedTest
    @CsvSource({
        "restart web, `launcho events`",
        "pause web, `launcho events`",
        "resume web, `launcho events`",
        "clear-backoff web, `launcho events`",
        "secret set URL x, `launcho history`",
        "rollback 1, `launcho history`"
    })
    void change_connectionIsLost_exits9AndSaysWhereToLook(String command, String where) {
        server.operations().onChange(connection::cut);

        Cli.Result result = Cli.at(home).run(words(command));

        assertThat(result.err())
                .contains("the change may have been made, or may still be")
                .contains("ask " + where);
        assertThat(result.err()).doesNotContain("nothing was changed");
        assertThat(result.exit()).isEqualTo(9);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(server.operations().authors())
                        .as("it was made")
                        .hasSize(1));
    }

    @Test
    void targetSet_connectionIsLost_exits9() throws Exception {
        server.operations().onChange(connection::cut);
        Path file = Files.writeString(home.resolve("target.yaml"), "processes: []\n");

        Cli.Result result = Cli.at(home).run("target", "set", file.toString());

        assertThat(result.exit()).isEqualTo(9);
        assertThat(result.err()).contains("ask `launcho history` before you repeat the command");
    }

    @Test
    void secretRm_connectionIsLost_asksForNoOther() {
        server.operations().onChange(connection::cut);

        Cli.Result result = Cli.at(home).run("secret", "rm", "A", "B");

        assertThat(result.exit()).isEqualTo(9);
        assertThat(result.err()).contains("ask `launcho secret ls`");
    }

    @Test
    void plan_connectionIsLost_exits7AsNothingCanHaveBeenChanged() throws Exception {
        server.operations().onPlan(connection::cut);
        Path file = Files.writeString(home.resolve("target.yaml"), "processes: []\n");

        Cli.Result result = Cli.at(home).run("target", "plan", file.toString());

        assertThat(result.exit()).isEqualTo(7);
        assertThat(result.err()).contains("broke").doesNotContain("change may");
    }

    @Test
    void change_requestIsNotSentWhole_exits7AndNothingWasChanged() throws Exception {
        connection.close();
        through(200_000);

        Cli.Result result = Cli.at(home).input("x".repeat(900_000)).run("secret", "set", "URL", "-");

        assertThat(result.exit()).isEqualTo(7);
        assertThat(server.operations().authors()).isEmpty();
    }

    @Test
    void change_serverBeganItAndDidNotEnd_exits9WithItsWords() {
        server.operations().onChange(() -> {
            throw new RequestRefused(
                    RequestRefused.Code.UNKNOWN_OUTCOME, List.of("it is stuck", "ask `launcho history`"));
        });

        Cli.Result result = Cli.at(home).run("restart", "web");

        assertThat(result.exit()).isEqualTo(9);
        assertThat(result.err()).endsWith("error: it is stuck\n  ask `launcho history`\n");
    }

    @Test
    void change_serverDidNotComeToIt_exits1AsNothingWasChanged() {
        server.operations().onChange(() -> {
            throw new RequestRefused(RequestRefused.Code.BUSY, "Nothing was changed");
        });

        Cli.Result result = Cli.at(home).run("restart", "web");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("Nothing was changed");
    }
}
