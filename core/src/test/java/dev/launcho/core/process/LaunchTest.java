package dev.launcho.core.process;

import static dev.launcho.core.model.Specs.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.model.Exit;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.Specs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaunchTest {
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

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 125, 255})
    void launch_commandEnds_tellsItsExitStatus(int status) {
        assertThat(host.run(sh("exit " + status))).isEqualTo(Exit.of(Exit.Stage.COMMAND, status));
    }

    @Test
    void launch_commandKilledByASignal_tells128AndTheSignal() {
        assertThat(host.run(sh("kill -9 $$"))).isEqualTo(Exit.of(Exit.Stage.COMMAND, 137));
    }

    @Test
    void launch_output_goesToTheLog() {
        InstanceId id = host.launch(sh("echo out; echo err >&2; echo again >> /dev/stderr"));
        host.exit(id);

        assertThat(host.log(id)).isEqualTo("out\nerr\nagain\n");
    }

    @Test
    void launch_commandNotFound_exits127AndSaysSo() {
        InstanceId id = host.launch(Specs.of("app", "no-such-program-anywhere"));

        assertThat(host.exit(id)).isEqualTo(Exit.of(Exit.Stage.COMMAND, 127));
        assertThat(host.log(id)).contains("no-such-program-anywhere").contains("not found");
    }

    @Test
    void launch_nameOfAShellBuiltin_runsTheProgramOfThatName() {
        InstanceId echo = host.launch(Specs.of("app", "echo", "-n", "a  b", "$HOME", "*"));
        assertThat(host.exit(echo).status()).isZero();
        assertThat(host.log(echo)).isEqualTo("a  b $HOME *");
        assertThat(host.run(Specs.of("app", "exit", "3")).status()).isEqualTo(127);
    }

    @Test
    void launch_argumentsOfAnyKind_arriveAsTheyAre() {
        ProcessSpec spec = Specs.of("app", "printf", "[%s]", "", " ", "-x", "a\nb", "ü", "$(id)", "--");
        InstanceId id = host.launch(spec);
        host.exit(id);

        assertThat(host.log(id)).isEqualTo("[][ ][-x][a\nb][ü][$(id)][--]");
    }

    @Test
    void launch_beforeFails_commandIsNotRunAndItsOutputIsLogged() {
        InstanceId id = host.launch(Specs.before(sh("echo never"), "echo preparing; echo oops >&2; exit 7"));

        assertThat(host.exit(id)).isEqualTo(Exit.of(Exit.Stage.BEFORE, 7));
        assertThat(host.log(id)).isEqualTo("preparing\noops\n");
    }

    @Test
    void launch_before_hasTheSameDirectoryAndEnvironment() {
        String tell = "pwd; env | grep -v '^_=' | sort";
        ProcessSpec spec = Specs.env(Specs.receives(sh("echo ==; " + tell), "web"), "COLOUR", "green \"quoted\"");
        InstanceId id = host.launch(Specs.before(spec, tell));
        host.exit(id);

        String[] parts = host.log(id).split("==\n");
        assertThat(parts[0]).isEqualTo(parts[1]).startsWith(host.work(id).toString());
    }

    @Test
    void launch_environment_isMinimalAndTellsTheLeasedPorts() {
        ProcessSpec spec = Specs.env(Specs.receives(Specs.of("app", "env"), "web", "my-admin.v2"), "COLOUR", "green");
        InstanceId id = host.launch(spec);
        host.exit(id);
        Map<String, String> env = Arrays.stream(host.log(id).split("\n"))
                .map(l -> l.split("=", 2))
                .collect(Collectors.toMap(l -> l[0], l -> l[1]));

        assertThat(env).containsEntry("COLOUR", "green").containsEntry("LAUNCHO_INSTANCE", host.settings.mark(id));
        Map<String, Integer> ports = host.ports.get(id);
        assertThat(env).containsEntry("SERVICE_PORT_WEB", ports.get("web").toString());
        assertThat(env)
                .containsEntry(
                        "SERVICE_PORT_MY_ADMIN_V2", ports.get("my-admin.v2").toString());
        assertThat(env.keySet())
                .isSubsetOf(
                        "PATH",
                        "HOME",
                        "USER",
                        "LOGNAME",
                        "SHELL",
                        "LANG",
                        "TZ",
                        "TMPDIR",
                        "COLOUR",
                        "SERVICE_PORT_WEB",
                        "SERVICE_PORT_MY_ADMIN_V2",
                        "LAUNCHO_INSTANCE",
                        "PWD",
                        "OLDPWD",
                        "SHLVL",
                        "_");
    }

    /** Not SIGQUIT: a JVM before 25 starts its children with that one blocked (JDK-8357683). */
    @Test
    void launch_signalsThatStopOne_areNeitherIgnoredNorBlocked() {
        InstanceId id = host.launch(Specs.of("app", "grep", "-E", "^Sig(Ign|Blk)", "/proc/self/status"));
        host.exit(id);

        long hangupInterruptTerminate = 1 | 1 << 1 | 1 << 14;
        assertThat(host.log(id).lines().map(l -> l.split("\\s+")[1]))
                .hasSize(2)
                .allMatch(mask -> (Long.parseUnsignedLong(mask, 16) & hangupInterruptTerminate) == 0);
    }

    @Test
    void launch_descriptors_areOnlyTheStandardThree() {
        InstanceId id = host.launch(sh("ls /proc/$$/fd"));
        host.exit(id);

        assertThat(host.log(id).split("\\s+")).containsExactlyInAnyOrder("0", "1", "2");
    }

    @Test
    void launch_scriptOfTheShimIsGone_itIsWrittenAgain() throws IOException {
        Files.delete(host.settings.instances().resolve("shim.sh"));

        assertThat(host.run(sh("exit 7"))).isEqualTo(Exit.of(Exit.Stage.COMMAND, 7));
    }

    @Test
    void launch_noFreePort_isToldAsNotLaunched() {
        InstanceId id = host.launch(Specs.receives(sh("echo never"), "a", "b", "c", "d", "e", "f"));

        assertThat(host.exit(id).stage()).isEqualTo(Exit.Stage.LAUNCH);
        assertThat(host.exit(id).problem()).startsWith("no free port in loopback_ports");
        host.host.forget(id);
        InstanceId next = host.launch(Specs.receives(sh("exit 0"), "a", "b", "c", "d", "e"));
        assertThat(host.exit(next).status())
                .as("the ports leased by the failed one came back")
                .isZero();
    }

    @Test
    void launch_signalledWhileBeingPrepared_neverRunsItsCommand() {
        InstanceId id = host.launch(sh("echo ran; sleep 60"));
        host.host.signal(id, "TERM");

        host.exit(id);
        assertThat(host.log(id)).doesNotContain("ran");
        assertThat(host.anyOf(id)).isFalse();
    }

    @Test
    void start_goNeverComes_leavesNothing() throws Exception {
        Shim shim = new Shim(host.settings.instances());
        Path log = Files.createFile(dir.resolve("log"));
        Account self = Account.of("", "");
        Process process = shim.start(
                sh("echo ran"),
                self,
                Map.of("PATH", System.getenv("PATH")),
                Shim.Confines.NONE,
                host.settings.instances().resolve("calm-otter-9"),
                dir,
                log);
        process.getOutputStream().close();

        await().atMost(HostFixture.SOON).until(() -> !process.isAlive());
        assertThat(process.exitValue()).isEqualTo(125);
        assertThat(log).isEmptyFile();
        assertThat(host.settings.instances()).isDirectoryNotContaining("glob:**calm-otter-9*");
    }

    @Test
    void runningFor_beforeAndAfter_countsTheCommandOnly() throws IOException {
        Path go = dir.resolve("go");
        InstanceId id =
                host.launch(Specs.before(sh("echo up; sleep 60"), "until [ -e " + go + " ]; do sleep 0.02; done"));
        await().atMost(HostFixture.SOON).until(() -> host.pids.containsKey(id));
        assertThat(host.host.runningFor(id, 0)).isFalse();
        Files.createFile(go);
        host.logs(id, "up");

        assertThat(host.host.runningFor(id, 0)).isTrue();
        assertThat(host.host.runningFor(id, 3_600_000)).isFalse();
        await().atMost(HostFixture.SOON).until(() -> host.host.runningFor(id, 100));
        assertThat(host.host.runningFor(new InstanceId("no-one-1"), 0)).isFalse();
    }

    @Test
    void exec_inTheInstancesSurroundings_tellsTheStatus() throws Exception {
        InstanceId id = host.launch(Specs.env(sh("touch here; echo up; sleep 60"), "COLOUR", "green"));
        host.logs(id, "up");

        assertThat(host.host.exec(id, List.of("sh", "-c", "test -e here && test $COLOUR = green"), HostFixture.SOON))
                .isZero();
        assertThat(host.host.exec(id, List.of("false"), HostFixture.SOON)).isEqualTo(1);
        assertThat(host.host.exec(id, List.of("sh", "-c", "sleep 60"), Duration.ofMillis(200)))
                .isNegative();
        assertThat(host.host.exec(id, List.of("/no/such/check"), HostFixture.SOON))
                .isEqualTo(127);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sleep 60 & exit 3", "(sleep 60 &) ; sleep 60", "trap '' TERM; sleep 60 & wait"})
    void exec_leavesSomethingBehind_thatIsEnded(String check) throws Exception {
        InstanceId id = host.launch(sh("echo up; sleep 61"));
        host.logs(id, "up");

        host.host.exec(id, List.of("sh", "-c", check), Duration.ofMillis(500));

        await().atMost(HostFixture.SOON).until(() -> sleepers(id).size() == 1);
    }

    /** What sleeps of an instance. */
    private List<ProcFs.Stat> sleepers(InstanceId id) {
        String mark = Environment.MARK + "=" + host.settings.mark(id);
        return ProcFs.all().stream()
                .filter(p -> p.name().equals("sleep") && ProcFs.hasEnvironment(p.pid(), mark))
                .toList();
    }

    @Test
    void commandPid_onceItRuns_isThatOfTheCommand() {
        InstanceId id = host.launch(Specs.of("app", "sleep", "60"));
        await().atMost(HostFixture.SOON).until(() -> host.pids.containsKey(id));
        await().atMost(HostFixture.SOON)
                .until(() -> name(host.host.commandPid(id)).equals("sleep"));
    }

    private static String name(long pid) {
        return ProcFs.stat(pid).map(ProcFs.Stat::name).orElse("");
    }
}
