package dev.launcho.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.disk.Folders;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.process.DyingHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server dies between any two steps of a launch: the next one has no orphan, no twin, and comes to what is wanted. */
class DeathInLaunchTest {
    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource({
        "1, ports leased",
        "2, directory made",
        "3, log made",
        "4, groups made",
        "5, shim started",
        "6, written down",
        "7, told",
        "8, sent off",
        "13, shim started",
        "14, written down",
        "15, told",
        "16, sent off"
    })
    void next_afterAServerThatDiedInALaunch_hasOneOfEachAndNothingElse(int steps, String last) throws Exception {
        Path home = Folders.make(dir.resolve("home"), "rwx--x--x");
        assertThat(dies(home, steps)).isEqualTo("died after: " + last);
        List<Path> before = records(home);

        RealServer server = new RealServer(home);
        try (server) {
            soon(() -> assertThat(instances(server)).singleElement().satisfies(i -> {
                assertThat(i.phase()).isEqualTo(Phase.READY);
                assertThat(i.version())
                        .isEqualTo(server.control
                                .snapshot()
                                .desired()
                                .get("web")
                                .goal()
                                .version());
            }));
            String text = Files.readString(home.resolve("launcho-target.yaml"));
            assertThat(text).isEqualTo(DyingServer.target(steps > 8 ? "v2" : "v1"));
            // The shim, the command, and what `before` has left behind.
            soon(() -> assertThat(DyingHost.marked(server.homeId)).hasSize(3));
            soon(() -> assertThat(records(home)).as("before: " + before).hasSize(1));
            soon(() -> assertThat(home.resolve("work").toFile().list())
                    .contains(server.one("web").id().name())
                    .hasSizeLessThanOrEqualTo(2)
                    .filteredOn(name -> !isKept(server, name))
                    .hasSize(1));
        }
        // A check that was under way ends by itself.
        soon(() -> assertThat(DyingHost.marked(server.homeId)).isEmpty());
    }

    /**
     * A shim that has not yet seen that nobody sends it off is taken back, and ends then: as of any instance that failed its
     * directory is kept.
     */
    private static boolean isKept(RealServer server, String instance) {
        return server.events.ends().stream()
                .anyMatch(end ->
                        end.instance().name().equals(instance) && !end.exit().success());
    }

    private static List<Instance> instances(RealServer server) {
        return server.control.state("web").map(ProcessState::instances).orElse(List.of());
    }

    private static void soon(ThrowingRunnable what) {
        await().atMost(RealServer.SOON).untilAsserted(what);
    }

    private static List<Path> records(Path home) throws IOException {
        try (var files = Files.list(home.resolve("instances"))) {
            return files.filter(f -> f.toString().endsWith(".json")).toList();
        }
    }

    /** @return what it printed */
    private static String dies(Path home, int steps) throws Exception {
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DyingServer.class.getName(),
                        home.toString(),
                        "" + steps)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(server.waitFor(60, TimeUnit.SECONDS)).as("ends").isTrue();
            return new String(server.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } finally {
            server.destroyForcibly();
        }
    }
}
