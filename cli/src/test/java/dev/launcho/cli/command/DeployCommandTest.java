package dev.launcho.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.launcho.cli.server.FakeOperations;
import dev.launcho.cli.server.FakeServer;
import dev.launcho.core.disk.EffectiveUser;
import dev.launcho.core.event.AffectedSubject;
import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.intent.ChangePreview;
import dev.launcho.core.intent.ChangeSummary;
import dev.launcho.core.intent.PlannedChange;
import dev.launcho.core.intent.RequestRefused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
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

    @Test
    void deploy_anotherSetsTheSecretMeanwhile_setsItAgain() throws Exception {
        deploy();
        String id = id();
        FakeOperations operations = server.operations();
        write("target.yaml", TARGET + "    replicas: 2\n");
        operations.onChange(() -> {
            operations.onChange(() -> {});
            operations.setSecret(
                    "WEB_ID",
                    "theirs",
                    OptionalLong.empty(),
                    operations.authors().get(0));
        });

        assertThat(deploy().exit()).isZero();

        assertThat(id()).isEqualTo(id);
    }

    @Test
    void deploy_resourceIsCollectedMeanwhile_isSentAgain() throws Exception {
        FakeOperations operations = server.operations();
        // 1: the resource, 2: the target, 3: the resource again, 4: the secret, 5: the resource again.
        AtomicInteger change = new AtomicInteger();
        operations.onChange(() -> {
            if (change.incrementAndGet() % 2 == 0) {
                operations.collectResources(false, operations.authors().get(0));
            }
        });

        Cli.Result result = deploy();

        assertThat(result.exit()).isZero();
        assertThat(operations.resource(id()).name()).isEqualTo("web.tar");
        assertThat(change).hasValue(5);
        assertThat(result.err())
                .contains("notice: somebody removed web.tar from the server meanwhile, sending it again");
    }

    @Test
    void deploy_rolloutThatWaits_fails() {
        server.operations().rollouts().end(RolloutOutcome.WAITING, "revision 1 waits", "web: secret KEY is not set");

        for (Cli.Result result : List.of(deploy(), deploy())) {
            assertThat(result.exit()).isEqualTo(8);
            assertThat(result.err())
                    .endsWith(
                            "error: revision 1 waits\n  web: secret KEY is not set\n  the rollout goes on when that is"
                                    + " there, for example after launcho secret set NAME; launcho status shows it\n");
        }
    }

    @Test
    void deploy_secretFailsAfterTheTarget_saysWhatWasDone() {
        AtomicInteger plan = new AtomicInteger();
        server.operations().onPlan(() -> {
            if (plan.incrementAndGet() == 3) {
                throw new RequestRefused(RequestRefused.Code.FAILED, "no space left on the device");
            }
        });

        Cli.Result result = deploy();

        assertThat(result.err())
                .endsWith(
                        "error: the target was set (revision 1), secret WEB_ID was not\n  no space left on the device\n"
                                + "  run launcho deploy again: it does what is missing\n");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(deploy().exit()).isZero();
    }

    @Test
    void deploy_serverGoneAfterTheTarget_doesNotSayThatNothingChanged() {
        AtomicInteger plan = new AtomicInteger();
        server.operations().onPlan(() -> {
            if (plan.incrementAndGet() == 3) {
                server.close();
            }
        });

        Cli.Result result = deploy();

        assertThat(result.err())
                .contains("error: the target was set (revision 1), secret WEB_ID was not\n")
                .doesNotContain("nothing was changed");
        assertThat(result.exit()).isEqualTo(1);
    }

    @Test
    void deploy_targetAndSecret_undoGoesBackBehindBoth() {
        server.operations().targets().overtake();
        PlannedChange change = new PlannedChange(
                "web", PlannedChange.Effect.REPLACED, "rolling", List.of(), List.of(), 0, Duration.ZERO);
        server.operations()
                .targets()
                .setPlan(new ChangePreview(0, 1, new ChangeSummary(List.of(change), List.of()), List.of()));
        server.operations()
                .setSecretSubjects(new AffectedSubject(AffectedSubject.Kind.PROCESS, "web", "replaced", "1 replaced"));

        assertThat(deploy().out()).endsWith("  Undo: launcho rollback 1\n");
    }

    @Test
    void deploy_upBehindALink_takesAllFromWhereTheLinkLeads() throws Exception {
        Path deep = Files.createDirectory(folder.resolve("deep"));
        Path other = Files.createDirectory(directory.resolve("other"));
        Files.createSymbolicLink(other.resolve("link"), deep);
        Files.writeString(other.resolve("launcho.yaml"), "secret: OTHER\n");
        write("launcho.yaml", "secret: WEB_ID\ntarget: link/../t.yaml\n");
        Files.createSymbolicLink(folder.resolve("link"), Files.createDirectories(other.resolve("deeper")));
        Files.writeString(other.resolve("t.yaml"), TARGET);
        write(".launchoignore", "link\n");

        Cli.Result result = run("deploy", other.resolve("link/..").toString());

        assertThat(result.err()).startsWith("web.tar has 2 files, ");
        assertThat(result.exit()).isZero();
        assertThat(id()).hasSize(40);
    }

    @Test
    void deploy_targetThatIsALink_isNotPacked() throws Exception {
        Files.move(folder.resolve("target.yaml"), folder.resolve("real.yaml"));
        Files.createSymbolicLink(folder.resolve("target.yaml"), Path.of("real.yaml"));

        assertThat(run("deploy", folder.toString(), "--dry-run").out()).contains("\n1 file, ");
    }

    @Test
    void deploy_folderWhoseNameIsNoResources_asksForAnother() throws Exception {
        for (String name : List.of("a\nb", "a\u001b[2J", "x".repeat(252))) {
            Path odd = Files.createDirectory(directory.resolve(name));
            Files.writeString(odd.resolve("launcho.yaml"), "secret: WEB_ID\n");

            Cli.Result result = run("deploy", odd.toString());

            assertThat(result.err())
                    .endsWith(", from the folder's name, can't name a resource, nothing sent\n"
                            + "  write another name into launcho.yaml: resource: web.tar\n")
                    .hasLineCount(2)
                    .doesNotContain("\u001b");
            assertThat(result.exit()).isEqualTo(3);
        }
    }

    @Test
    void deploy_closedFolder_saysThatItIsClosed() throws Exception {
        assumeThat(EffectiveUser.isRoot()).as("root may read all").isFalse();
        for (String mode : List.of("folder", "file")) {
            Path closed = mode.equals("folder") ? folder : folder.resolve("launcho.yaml");
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));

            Cli.Result result = deploy();

            assertThat(result.err())
                    .isEqualTo("error: " + folder.resolve("launcho.yaml")
                            + " can't be read: permission denied, nothing sent\n  give this user the right to enter its"
                            + " folder and to read it, or run launcho as the owner\n");
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
