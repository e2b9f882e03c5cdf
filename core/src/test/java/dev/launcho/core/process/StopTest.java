package dev.launcho.core.process;

import static dev.launcho.core.model.Specs.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.failure.Exit;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.Specs;
import dev.launcho.core.process.kernel.ProcFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals reach the whole tree, and nothing of it is left. */
class StopTest {
    @TempDir
    Path dir;

    private HostFixture host;

    @BeforeEach
    void start() throws IOException {
        host = new HostFixture(dir.resolve("home"));
    }

    @AfterEach
    void end() {
        host.close();
        assertThat(host.warnings).isEmpty();
    }

    @Test
    void signal_term_endsItAndTheShimWritesTheExit() {
        InstanceId id = up(sh("echo up; exec sleep 60"));
        host.host.signal(id, "TERM");

        assertThat(host.exit(id)).isEqualTo(Exit.of(Exit.Stage.COMMAND, 143));
        assertThat(dir.resolve("home/instances/" + id.name() + ".exit")).hasContent("command 143");
    }

    @Test
    void signal_termHandled_tellsTheStatusOfTheHandler() {
        InstanceId id = up(sh("trap 'echo bye; exit 5' TERM; echo up; while :; do sleep 0.02; done"));
        host.host.signal(id, "TERM");

        assertThat(host.exit(id)).isEqualTo(Exit.of(Exit.Stage.COMMAND, 5));
        assertThat(host.log(id)).endsWith("bye\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "HUP", "USR1", "QUIT"})
    void signal_ofTheUsersChoice_arrives(String signal) {
        InstanceId id = up(sh("trap 'echo got; exit 0' " + signal + "; echo up; while :; do sleep 0.02; done"));
        host.host.signal(id, signal);

        host.exit(id);
        assertThat(host.log(id)).contains("got");
    }

    @Test
    void signal_children_areToldToo() {
        InstanceId id = up(
                sh("trap : TERM; (trap 'echo child; exit' TERM; echo up; while :; do sleep 0.02; done) & wait; wait"));
        host.host.signal(id, "TERM");

        host.exit(id);
        assertThat(host.log(id)).contains("child");
    }

    /** Again and again: the shim may be anywhere between the two. */
    @RepeatedTest(10)
    void signal_whileBeforeRuns_neverRunsTheCommand() {
        ProcessSpec spec =
                Specs.before(sh("echo ran; sleep 60"), "trap 'exit 0' TERM; echo up; while :; do sleep 0.02; done");
        InstanceId id = up(spec);
        host.host.signal(id, "TERM");

        assertThat(host.exit(id)).isEqualTo(Exit.of(Exit.Stage.BEFORE, 143));
        assertThat(host.log(id)).doesNotContain("ran");
    }

    /** It starts nothing meanwhile: a shell that can't, while its cgroup is closed to new processes, ends by itself. */
    @Test
    void kill_termIgnored_endsIt() {
        InstanceId id = up(sh("trap '' TERM; echo up; exec sleep 60"));
        host.host.signal(id, "TERM");
        host.host.kill(id);

        assertThat(host.exit(id).status()).isEqualTo(137);
        assertThat(host.anyOf(id)).isFalse();
    }

    @Test
    void kill_daemonInASessionOfItsOwn_isKilledWithTheTree() {
        InstanceId id = up(sh("(setsid sh -c 'trap \"\" TERM; echo up; while :; do sleep 0.05; done' &) ; sleep 60"));
        host.host.kill(id);

        host.exit(id);
        assertThat(host.anyOf(id)).isFalse();
    }

    /** Each check would leave one for ever. */
    @ParameterizedTest
    @ValueSource(strings = {"", "env -i "})
    void kill_checkLeftADaemonInASessionOfItsOwn_isKilledWithTheInstance(String with) throws Exception {
        assumeThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
                .as("root only")
                .isEqualTo(0);
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx--x--x"));
        String seconds = "" + (100_000 + ProcessHandle.current().pid()) + with.length();
        try (HostFixture grouped = new HostFixture(dir.resolve("grouped"), CgroupFixture.ANY.needed())) {
            InstanceId id = grouped.launch(Specs.user(sh("echo up; exec sleep 60"), "nobody", ""));
            grouped.logs(id, "up");
            List<String> check = List.of("sh", "-c", with + "setsid sleep " + seconds + " & true");
            assertThat(grouped.host.exec(id, check, HostFixture.SOON)).isZero();
            // The check may have been killed before it had a session of its own.
            await().atMost(HostFixture.SOON)
                    .until(() ->
                            sleeps(seconds) || grouped.host.exec(id, check, HostFixture.SOON) == 0 && sleeps(seconds));
            grouped.host.kill(id);
            grouped.exit(id);

            assertThat(sleeps(seconds)).isFalse();
        }
    }

    private static boolean sleeps(String seconds) {
        return ProcFs.all().stream()
                .anyMatch(p -> p.name().equals("sleep")
                        && !p.zombie()
                        && ProcessHandle.of(p.pid())
                                .flatMap(handle -> handle.info().arguments())
                                .filter(words -> List.of(words).contains(seconds))
                                .isPresent());
    }

    @Test
    void exited_commandEndsButADaemonOfItStays_isToldOnceThatIsGoneToo() {
        InstanceId id = host.launch(sh("setsid sh -c 'trap \"\" TERM; echo up; : >daemon-is-up; sleep 60' &"
                + " until [ -e daemon-is-up ]; do sleep 0.02; done"));
        host.exit(id);

        assertThat(host.log(id)).isEqualTo("up\n");
        assertThat(host.anyOf(id)).isFalse();
    }

    @Test
    void exited_theShimItselfIsKilled_itsCommandIsKilledToo() {
        InstanceId id = up(sh("echo up; exec sleep 60"));
        ProcessHandle.of(host.pids.get(id)).orElseThrow().destroyForcibly();

        assertThat(host.exit(id)).isEqualTo(Exit.of(Exit.Stage.COMMAND, 137));
        assertThat(host.anyOf(id)).isFalse();
    }

    @Test
    void forget_stopped_removesItsDirectoryAndRecord() {
        InstanceId id = up(sh("echo up; exec sleep 60"));
        assertThat(host.work(id)).isDirectory();
        host.host.signal(id, "TERM");
        host.exit(id);
        host.forget(id);

        await().atMost(HostFixture.SOON)
                .untilAsserted(() -> assertThat(host.work(id)).doesNotExist());
        assertThat(dir.resolve("home/instances")).isDirectoryNotContaining("glob:**" + id.name() + "*");
    }

    @Test
    void forget_failed_keepsOnlyTheLastDirectory() {
        InstanceId first = host.launch(sh("exit 1"));
        host.exit(first);
        host.forget(first);
        InstanceId second = host.launch(sh("exit 1"));
        host.exit(second);
        host.forget(second);

        await().atMost(HostFixture.SOON)
                .untilAsserted(() -> assertThat(host.work(first)).doesNotExist());
        assertThat(host.work(second)).isDirectory();
    }

    private InstanceId up(ProcessSpec spec) {
        InstanceId id = host.launch(spec);
        host.logs(id, "up");
        return id;
    }
}
