package dev.launcho.cli.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.launcho.cli.command.Cli;
import dev.launcho.cli.server.FakeOperations;
import dev.launcho.cli.server.FakeServer;
import dev.launcho.cli.server.FreePorts;
import dev.launcho.core.event.RolloutOutcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that wait for a rollout, and what may come between. */
class WaitOptionTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String TARGET = "processes:\n  - name: web\n    command: [\"true\"]\n";

    @TempDir
    Path home;

    @Test
    void restart_serverComesBackInTheMiddle_tellsEachStepOnceAndTheEnd() throws Exception {
        FakeServer first = FakeServer.start(home, FreePorts.next());
        first.operations().rollouts().setRunning();
        first.operations().rollouts().addStep("web", "one");
        CompletableFuture<Cli.Result> running =
                CompletableFuture.supplyAsync(() -> Cli.at(home).run("restart", "web"));
        await().atMost(SOON).until(() -> !first.operations().authors().isEmpty());
        await().atMost(SOON).until(first.operations().rollouts()::followed);
        first.close();

        // The client tries again and again: it may be there as soon as the second one listens.
        try (FakeServer second = FakeServer.start(home, first.port(), WaitOptionTest::isAtItsEnd)) {
            assertThat(second.port()).isEqualTo(first.port());
            Cli.Result result = running.get();

            assertThat(result.exit()).isZero();
            assertThat(result.err())
                    .containsOnlyOnce("web: one")
                    .containsOnlyOnce("web: two")
                    .containsOnlyOnce("the connection broke, reconnecting for 60 s");
            assertThat(result.out()).isEqualTo("✓ revision 7 live\n");
        }
    }

    private static void isAtItsEnd(FakeOperations operations) {
        operations.rollouts().addStep("web", "one");
        operations.rollouts().addStep("web", "two");
        operations.rollouts().end(RolloutOutcome.LIVE, "revision 7 live");
    }

    @Test
    void targetSet_interrupted_saysThatItGoesOnAndExits130() throws Exception {
        assumeFalse(
                isInterruptIgnored(), "a build in the background of a shell ignores SIGINT, and so do its children");
        try (FakeServer server = FakeServer.start(home.resolve("home"))) {
            server.operations().rollouts().setRunning();
            server.operations().rollouts().addStep("web", "calm-otter-17 starting");
            Path target = Files.writeString(home.resolve("target.yaml"), TARGET);
            Process launcho = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            "dev.launcho.cli.Main",
                            "--home",
                            server.home().dir().toString(),
                            "target",
                            "set",
                            target.toString()))
                    .start();
            try (BufferedReader err = launcho.errorReader()) {
                String line = err.readLine();
                while (line != null && !line.contains("calm-otter-17 starting")) {
                    line = err.readLine();
                }
                assertThat(line).isNotNull();

                new ProcessBuilder("kill", "-INT", Long.toString(launcho.pid()))
                        .start()
                        .waitFor();

                assertThat(launcho.waitFor()).isEqualTo(130);
                assertThat(err.readLine())
                        .startsWith("revision 1 continues on the server; to watch it: launcho status --watch");
            } finally {
                launcho.destroyForcibly();
            }
        }
    }

    @Test
    void follower_leaves_isNoticedByTheServer() throws Exception {
        try (FakeServer server = FakeServer.start(home)) {
            server.operations().rollouts().setRunning();
            CompletableFuture<Cli.Result> running =
                    CompletableFuture.supplyAsync(() -> Cli.at(home).run("restart", "web"));
            await().atMost(SOON).until(server.operations().rollouts()::followed);

            server.operations().rollouts().end(RolloutOutcome.LIVE, "revision 7 live");

            assertThat(running.get().exit()).isZero();
            await().atMost(SOON).until(() -> !server.operations().rollouts().followed());
        }
    }

    private static boolean isInterruptIgnored() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(
                                        line.substring("SigIgn:".length()).strip(), 16)
                                & 1 << 1)
                        != 0);
    }
}
