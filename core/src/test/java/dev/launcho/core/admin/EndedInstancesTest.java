package dev.launcho.core.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.disk.Folders;
import dev.launcho.core.intent.RequestRefused;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.reconcile.RealServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whichever way an instance ends, {@code status --all} and {@code why} have its exit, also after the next start. */
class EndedInstancesTest {
    private static final String PROCESS = """
            processes:
            - name: app
              command: [sh, -c, '%s']
              min_healthy: 50ms
              stop: {timeout: %s}
              restart: %s
            """;
    private static final String FOR_EVER = "echo up; while :; do sleep 1; done";
    private static final String SLEEP = "echo up; exec sleep 60";
    /** So long that it is not met. */
    private static final String PATIENT = "20s";

    @TempDir
    Path dir;

    private RealServer server;

    @BeforeEach
    void start() throws IOException {
        server = new RealServer(Folders.make(dir.resolve("home"), "rwx--x--x"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** The server dies, and its instances run on. */
    private void die() {
        server.control.close();
    }

    private void next() throws IOException {
        server = new RealServer(dir.resolve("home"));
    }

    private Instance live(String script, String restart) throws Exception {
        return live(script, PATIENT, restart);
    }

    /** Its script runs once this returns, and has said so. */
    private Instance live(String script, String patience, String restart) throws Exception {
        server.deploy(PROCESS.formatted(script, patience, restart));
        Instance app = server.one("app");
        await().atMost(RealServer.SOON)
                .until(() -> server.logs.last("app", app.id(), 1).contains("up"));
        return app;
    }

    private void gone(Instance i) {
        await().atMost(RealServer.SOON)
                .until(() ->
                        !ProcessHandle.of(i.pid()).map(ProcessHandle::isAlive).orElse(false));
    }

    /** Asserts what is shown of it, by this server and by the next one. */
    private void ended(InstanceId id, String how) throws IOException {
        shown(id, how);
        die();
        next();
        shown(id, how);
    }

    private void shown(InstanceId id, String how) {
        await().atMost(RealServer.SOON)
                .ignoreExceptionsInstanceOf(RequestRefused.class)
                .untilAsserted(() -> {
                    assertThat(operations().status(true).ended())
                            .filteredOn(e -> e.id().equals(id.name()))
                            .singleElement()
                            .satisfies(e -> {
                                assertThat(e.how()).isEqualTo(how);
                                assertThat(e.process()).isEqualTo("app");
                            });
                    assertThat(operations().why("app").ends())
                            .filteredOn(e -> e.id().equals(id.name()))
                            .extracting(StatusView.Ended::how)
                            .containsExactly(how);
                });
    }

    private AdminOperations operations() {
        return AdminOperationsFixture.of(server, new SilentBackends());
    }

    @Test
    void exit_ofItsOwnAccord_isShown() throws Exception {
        Instance app = live("trap \"exit 3\" TERM; " + FOR_EVER, "always");
        ProcessHandle.of(server.control.host().commandPid(app.id()))
                .orElseThrow()
                .destroy();

        ended(app.id(), "exit 3");
    }

    @Test
    void stop_asTheSignalAsks_isShown() throws Exception {
        Instance app = live(SLEEP, "always");
        server.control.restartProcess("app");

        ended(app.id(), "SIGTERM or exit 143");
    }

    @Test
    void stop_thatTakesTooLong_isShownAsKilled() throws Exception {
        Instance app = live("trap : TERM; " + FOR_EVER, "200ms", "always");
        server.control.restartProcess("app");

        ended(app.id(), "SIGKILL or exit 137");
    }

    @Test
    void stop_ofAnAdoptedOneThatTakesTooLong_isShownAsKilled() throws Exception {
        Instance app = live("trap : TERM; " + FOR_EVER, "200ms", "always");
        die();
        next();
        server.control.restartProcess("app");

        ended(app.id(), "SIGKILL or exit 137");
    }

    @Test
    void kill_bySomebodyElse_isShown() throws Exception {
        Instance app = live(SLEEP, "always");
        ProcessHandle.of(server.control.host().commandPid(app.id()))
                .orElseThrow()
                .destroyForcibly();

        ended(app.id(), "SIGKILL or exit 137");
    }

    @Test
    void launch_thatFails_isShownThoughItHasNoLog() throws Exception {
        Files.delete(server.home.work());
        Files.writeString(server.home.work(), "in the way");
        server.deploy(PROCESS.formatted("exec sleep 60", PATIENT, "always"));

        await().atMost(RealServer.SOON)
                .untilAsserted(() -> assertThat(operations().status(true).ended())
                        .isNotEmpty()
                        .allSatisfy(e -> assertThat(e.how()).startsWith("could not be launched: "))
                        .allSatisfy(e -> assertThat(server.logs.of("app")).isEmpty()));
        assertThat(operations().why("app").ends()).isNotEmpty();
    }

    @Test
    void before_thatFails_isShown() throws Exception {
        server.deploy(PROCESS.formatted("exec sleep 60", PATIENT, "always") + "  before: exit 4\n");

        await().atMost(RealServer.SOON)
                .untilAsserted(() -> assertThat(operations().status(true).ended())
                        .isNotEmpty()
                        .allSatisfy(e -> assertThat(e.how()).isEqualTo("`before` failed: exit 4")));
    }

    @Test
    void end_whileNoServerWasThere_isShown() throws Exception {
        Instance app = live("trap \"exit 5\" TERM; " + FOR_EVER, "always");
        long command = server.control.host().commandPid(app.id());
        die();
        ProcessHandle.of(command).orElseThrow().destroy();
        gone(app);
        next();

        ended(app.id(), "exit 5");
    }

    @Test
    void end_afterAdoption_isShown() throws Exception {
        Instance app = live("trap \"exit 6\" TERM; " + FOR_EVER, "always");
        die();
        next();
        ProcessHandle.of(server.control.host().commandPid(app.id()))
                .orElseThrow()
                .destroy();

        ended(app.id(), "exit 6");
    }

    @Test
    void record_thatIsDamaged_isShownAsTheReason() throws Exception {
        Instance app = live(SLEEP, "always");
        die();
        Path record = server.home.instances().resolve(app.id() + ".json");
        Files.writeString(record, Files.readString(record).substring(0, 40));
        next();

        ended(app.id(), "killed: its record was damaged");
    }

    @Test
    void record_thatIsDamagedOfOneThatHadEnded_leavesItsExit() throws Exception {
        Instance app = live("trap \"exit 7\" TERM; " + FOR_EVER, "always");
        long command = server.control.host().commandPid(app.id());
        die();
        ProcessHandle.of(command).orElseThrow().destroy();
        gone(app);
        Files.writeString(server.home.instances().resolve(app.id() + ".json"), "{");
        next();

        ended(app.id(), "exit 7");
    }

    @Test
    void record_thatIsMissing_isShownAsTheReason() throws Exception {
        Instance app = live(SLEEP, "always");
        die();
        Files.delete(server.home.instances().resolve(app.id() + ".json"));
        next();

        ended(app.id(), "killed: the server had no record of it");
    }

    @Test
    void end_ofWhichNoEventIsKept_isSaidToBeUnknown() throws Exception {
        Instance app = live("trap \"exit 3\" TERM; " + FOR_EVER, "never");
        ProcessHandle.of(server.control.host().commandPid(app.id()))
                .orElseThrow()
                .destroy();
        shown(app.id(), "exit 3");
        die();
        String line = "{\"n\":1,\"at\":\"" + Instant.now()
                + "\",\"severity\":\"INFO\",\"subject\":\"app\",\"message\":\"" + app.id() + " ended: exit 9\"}\n";
        Files.writeString(server.home.events(), line, StandardCharsets.UTF_8, StandardOpenOption.TRUNCATE_EXISTING);
        next();

        shown(app.id(), "ended, its exit status is not known");
        assertThat(operations().events(0, 10))
                .as("a line of an earlier version is still shown")
                .anyMatch(e -> e.message().equals(app.id() + " ended: exit 9"));
    }
}
