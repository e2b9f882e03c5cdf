package dev.launcho.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.cli.protocol.Auth;
import dev.launcho.cli.protocol.AuthFile;
import dev.launcho.cli.render.Console;
import dev.launcho.cli.server.FakeServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several servers: which is meant, which can be reached, which are asked about. */
class ServersCommandTest {
    @TempDir
    Path directory;

    @TempDir
    Path home;

    private FakeServer server;
    private Auth own;

    @BeforeEach
    void start() throws Exception {
        server = FakeServer.start(directory);
        own = AuthFile.read(server.home().serverAuth());
        auth("prod", "127.0.0.1:" + server.port(), true);
        auth("staging", "127.0.0.1:1", false);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void auth(String name, String host, boolean isProtected) throws Exception {
        Files.writeString(
                home.resolve(name + (name.isEmpty() ? "" : "-") + "launcho-client-auth.yaml"),
                AuthFile.format(new Auth(host, own.cert(), "", own.token(), "", isProtected)));
    }

    private Cli cli() {
        return Cli.at(home);
    }

    /** Each server is given three seconds to answer, which a busy machine may take. */
    private static Cli.Result servers(Cli cli, String... options) {
        List<String> line = new ArrayList<>(List.of("servers"));
        line.addAll(List.of(options));
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> cli.run(line.toArray(String[]::new)),
                        result -> !result.out().contains("no answer in"));
    }

    @Test
    void servers_some_areListedWithReachability() throws Exception {
        Files.writeString(home.resolve("odd-launcho-client-auth.yaml"), "nonsense: 1\n");

        Cli.Result result = servers(cli().with("LAUNCHO_WHICH", "prod"));

        assertThat(result.exit()).isZero();
        assertThat(result.out())
                .containsPattern("\\* prod +127.0.0.1:" + server.port() + " +ok +0 +0.2.0 +yes\n")
                .containsPattern("  staging +127.0.0.1:1 +unreachable .* no\n")
                .contains("127.0.0.1:1 is not reachable: connection refused")
                .containsPattern("  odd +bad auth file")
                .contains("unknown key \"nonsense\"");
    }

    @Test
    void servers_asJson_areAList() {
        assertThat(servers(cli(), "-o", "json").out())
                .contains("\"name\":\"prod\"", "\"state\":\"ok\"", "\"protected\":true", "\"state\":\"unreachable\"");
        assertThat(Cli.at(directory.resolve("empty"))
                        .run("servers", "-o", "json")
                        .out())
                .isEqualTo("[]\n");
    }

    @Test
    void which_unknown_listsTheOthers() {
        Cli.Result result = cli().run("-w", "prdo", "status");

        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.err()).contains("there is no server \"prdo\"", "there are: prod, staging");
    }

    @Test
    void which_missingThoughThereAreSeveral_isAskedFor() {
        Cli.Result result = cli().run("status");

        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.err()).contains("which server?", "there are: prod, staging", "LAUNCHO_WHICH");
    }

    @Test
    void which_flag_overridesTheEnvironment() {
        assertThat(cli().with("LAUNCHO_WHICH", "staging")
                        .run("--which", "prod", "status")
                        .exit())
                .isZero();
        assertThat(cli().with("LAUNCHO_WHICH", "staging").run("status").exit()).isEqualTo(7);
    }

    @Test
    void change_ofAProtectedServer_needsConsent() {
        Cli.Result refused = cli().run("-w", "prod", "restart", "web");
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err())
                .contains("server: prod 127.0.0.1:", "is protected, nothing sent", "-y confirms the change");
        assertThat(server.operations().authors()).isEmpty();

        Cli.Result no = cli().terminal(Console.Stream.IN).input("n\n").run("-w", "prod", "restart", "web");
        assertThat(no.exit()).isEqualTo(1);
        assertThat(no.err()).contains("is protected. Go on? [y/N]", "nothing sent");
        assertThat(server.operations().authors()).isEmpty();

        assertThat(cli().terminal(Console.Stream.IN)
                        .input("y\n")
                        .run("-w", "prod", "restart", "web")
                        .exit())
                .isZero();
        assertThat(cli().run("-w", "prod", "restart", "web", "-y").exit()).isZero();
        assertThat(server.operations().authors()).hasSize(2);
    }

    @Test
    void look_atAProtectedServer_needsNone() {
        assertThat(cli().run("-w", "prod", "status").exit()).isZero();
        assertThat(cli().run("-w", "prod", "secret", "ls").exit()).isZero();
        assertThat(cli().input("processes: []\n")
                        .run("-w", "prod", "target", "plan", "-")
                        .err())
                .doesNotContain("is protected");
        assertThat(cli().run("-w", "prod", "resource", "gc", "--dry-run").err()).doesNotContain("is protected");
    }

    @Test
    void tokenRotate_asAClient_keepsTheNewOne() throws Exception {
        Cli.Result result = cli().run("-w", "prod", "-y", "token", "rotate");

        assertThat(result.exit()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("the new token is in " + home.resolve("prod-launcho-client-auth.yaml"));
        assertThat(cli().run("-w", "prod", "status").exit()).isZero();
        assertThat(AuthFile.read(home.resolve("prod-launcho-client-auth.yaml")).isProtected())
                .isTrue();
    }

    @Test
    void tokenRotate_onTheServersMachine_isWrittenByTheServer() throws Exception {
        assertThat(Cli.at(directory).run("token", "rotate").exit()).isZero();
        assertThat(Cli.at(directory).run("status").exit()).isZero();
        assertThat(AuthFile.read(server.home().serverAuth()).token()).isNotEqualTo(own.token());
    }

    @Test
    void readOnly_printedOrRotated_canOnlyLook() throws Exception {
        String printed = Cli.at(directory)
                .run("print-auth", "--read-only", "--host", "127.0.0.1")
                .out();
        Files.writeString(home.resolve("look-launcho-client-auth.yaml"), printed);

        assertThat(cli().run("-w", "look", "status").exit()).isZero();
        Cli.Result refused = cli().run("-w", "look", "restart", "web");
        assertThat(refused.exit()).isEqualTo(6);
        assertThat(refused.err()).contains("this token is read-only", "print-auth");

        String rotated =
                cli().run("-w", "prod", "-y", "token", "rotate", "--read-only").out();
        assertThat(cli().run("-w", "look", "status").exit()).isEqualTo(6);
        Files.writeString(home.resolve("look-launcho-client-auth.yaml"), rotated);
        assertThat(cli().run("-w", "look", "status").exit()).isZero();
    }
}
