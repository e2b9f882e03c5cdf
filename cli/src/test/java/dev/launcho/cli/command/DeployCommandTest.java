package dev.launcho.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.cli.server.FakeServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeployCommandTest {
    private static final String TARGET = """
            processes:
              - name: web
                command: [node, server.js]
                resources:
                  - {id: "${WEB_ID}", file: web.tar}
            """;

    @TempDir
    Path directory;

    private FakeServer server;
    private Path folder;

    @BeforeEach
    void start() throws Exception {
        server = FakeServer.start(directory.resolve("home"));
        folder = Files.createDirectory(directory.resolve("web"));
        write("server.js", "// 1\n");
        write("launcho.yaml", "secret: WEB_ID\ntarget: target.yaml\n");
        write("target.yaml", TARGET);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void write(String name, String text) throws Exception {
        Files.writeString(folder.resolve(name), text);
    }

    private Cli.Result run(String... arguments) {
        return Cli.at(server.home().dir()).run(arguments);
    }

    private Cli.Result deploy() {
        return run("deploy", folder.toString());
    }

    private String id() throws Exception {
        return server.operations().secret("WEB_ID");
    }

    @Test
    void deploy_first_setsTargetAndSecret() throws Exception {
        Cli.Result result = deploy();

        assertThat(result.err()).startsWith("web.tar has 1 file, 2.0 KiB\nsent web.tar, 2.0 KiB in ");
        assertThat(result.exit()).isZero();
        assertThat(server.operations().target().text()).isEqualTo(TARGET);
        assertThat(server.operations().resource(id()).name()).isEqualTo("web.tar");
    }

    @Test
    void deploy_otherContent_setsAnotherId() throws Exception {
        deploy();
        String first = id();
        write("server.js", "// 2\n");

        assertThat(deploy().exit()).isZero();

        assertThat(id()).isNotEqualTo(first);
    }

    @Test
    void deploy_again_sendsAndChangesNothing() throws Exception {
        deploy();
        String id = id();
        long revision = server.operations().target().revision();

        Cli.Result again = deploy();

        assertThat(again.exit()).isZero();
        assertThat(again.err()).contains("web.tar is on the server already\n").contains("no change: ");
        assertThat(id()).isEqualTo(id);
        assertThat(server.operations().target().revision()).isEqualTo(revision);
    }

    @Test
    void deploy_dryRun_changesNothing() throws Exception {
        Cli.Result result = run("deploy", folder.toString(), "--dry-run");

        assertThat(result.out()).startsWith("       5 B  server.js\n1 file, 2.0 KiB, id ");
        assertThat(result.err())
                .contains("web.tar is not on the server yet: a deploy sends it first")
                .contains("then secret WEB_ID is set to the id\n");
        assertThat(result.exit()).isZero();
        assertThat(server.operations().authors()).isEmpty();

        deploy();
        assertThat(result.out()).endsWith("id " + id() + "\n");
    }

    @Test
    void deploy_targetWithoutTheSecret_sendsNothing() throws Exception {
        write("launcho.yaml", "secret: OTHER\ntarget: target.yaml\n");

        Cli.Result result = deploy();

        assertThat(result.err()).contains("\nerror: no process of the target has a resource with the id ${OTHER},");
        assertThat(result.exit()).isEqualTo(3);
        write("launcho.yaml", "secret: WEB_ID\n");
        assertThat(deploy().err()).contains("set such a target first: launcho target set FILE;");
        assertThat(server.operations().authors()).isEmpty();
    }

    @Test
    void deploy_badSettingsOrTarget_sendsNothing() throws Exception {
        write("target.yaml", TARGET + "servces: []\n");
        Cli.Result target = deploy();
        write("launcho.yaml", "secret: A\nfolder: b\n");
        Cli.Result settings = deploy();

        assertThat(target.err())
                .contains("target.yaml:6:1: unknown key \"servces\"")
                .endsWith("1 error, nothing sent\n");
        assertThat(settings.err())
                .contains("launcho.yaml:2:1: unknown key \"folder\"")
                .endsWith("1 error, nothing sent\n");
        assertThat(List.of(target.exit(), settings.exit())).containsOnly(3);
        assertThat(server.operations().authors()).isEmpty();
    }

    @Test
    void deploy_withoutSettings_saysWhatToWrite() throws Exception {
        Files.delete(folder.resolve("launcho.yaml"));

        Cli.Result result = deploy();

        assertThat(result.err())
                .isEqualTo("error: there is no file " + folder.resolve("launcho.yaml")
                        + "\n  write one with the name of the secret that the target refers to:"
                        + " secret: BUNDLE_RESOURCE_ID\n");
        assertThat(result.exit()).isEqualTo(4);
        assertThat(run("deploy", folder.resolve("no").toString()).err())
                .isEqualTo("error: there is no folder " + folder.resolve("no") + "\n");
    }

    @Test
    void deploy_serverOfTheSettings_isTheOneOfTheOption() throws Exception {
        write("launcho.yaml", "secret: WEB_ID\nserver: prod\ntarget: target.yaml\n");

        assertThat(deploy().err()).contains("prod-launcho-client-auth.yaml");
        assertThat(run("deploy", "-w", "test", folder.toString()).err()).contains("test-launcho-client-auth.yaml");
    }

    @Test
    void deploy_homeInTheFolder_isNotSent() throws Exception {
        Path home = Files.createSymbolicLink(directory.resolve("link"), folder.resolve("l"));
        Files.move(server.home().dir(), folder.resolve("l"));
        write("prod-launcho-client-auth.yaml", "token: 1\n");

        Cli.Result result = Cli.at(home).run("deploy", folder.toString(), "--dry-run");

        assertThat(result.out()).startsWith("       5 B  server.js\n1 file, ");
        assertThat(result.err())
                .startsWith("notice: prod-launcho-client-auth.yaml gives access to a server of Launcho,");
        write("l/launcho.yaml", "secret: WEB_ID\n");
        assertThat(Cli.at(home).run("deploy", folder.resolve("l").toString()).err())
                .contains(" is the home of Launcho itself, with tokens in it, nothing sent\n");
    }
}
