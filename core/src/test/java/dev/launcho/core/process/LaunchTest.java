package dev.launcho.core.process;

import static dev.launcho.core.model.Specs.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.failure.Exit;
import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.failure.ServerShortage;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.Specs;
import dev.launcho.core.process.cgroup.CgroupFactory;
import dev.launcho.core.process.cgroup.InstanceGroup;
import dev.launcho.core.process.kernel.ProcFs;
import dev.launcho.core.process.system.ExecContext;
import dev.launcho.core.process.system.InstanceEnvironment;
import dev.launcho.core.process.system.LaunchInput;
import dev.launcho.core.process.system.ProcessTable;
import dev.launcho.core.process.system.SoftLimits;
import dev.launcho.core.process.system.SystemTools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

        assertThat(host.exit(id).describe())
                .isEqualTo("exit 127 (there is no program no-such-program-anywhere in PATH)");
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

        assertThat(env).containsEntry("COLOUR", "green").containsEntry("LAUNCHO_INSTANCE", host.mark(id));
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

    @Test
    void launch_signals_areAllAtTheirDefaultAndNoneIsBlocked() {
        InstanceId id = host.launch(Specs.of("app", "grep", "-E", "^Sig(Ign|Blk)", "/proc/self/status"));
        host.exit(id);

        long ofTheCLibrary = 3L << 31;
        assertThat(host.log(id).lines().map(l -> Long.parseUnsignedLong(l.split("\\s+")[1], 16) & ~ofTheCLibrary))
                .containsExactly(0L, 0L);
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
    void launch_signalledWhileBeingPrepared_neverRunsItsCommand() throws IOException {
        CountDownLatch signalled = new CountDownLatch(1);
        try (HostFixture waiting = new HostFixture(
                dir.resolve("waiting"),
                CgroupFactory::find,
                SystemTools.find(line -> {}),
                step -> awaitIf(step.equals("groups made"), signalled))) {
            InstanceId id = waiting.launch(sh("echo ran; sleep 60"));
            waiting.host.signal(id, "TERM");
            signalled.countDown();

            waiting.exit(id);
            assertThat(waiting.log(id)).doesNotContain("ran");
            assertThat(waiting.anyOf(id)).isFalse();
            assertThat(waiting.warnings).isEmpty();
        }
    }

    private static void awaitIf(boolean needed, CountDownLatch latch) {
        try {
            assertThat(!needed || latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void start_goNeverComes_leavesNothing() throws Exception {
        Path log = Files.createFile(dir.resolve("log"));
        SystemTools tools = SystemTools.find(host.warnings::add);
        Process process = new Shim(host.settings.instances(), tools)
                .start(
                        LaunchInput.of(tools, Map.of(), "", List.of("echo", "ran")),
                        HostFixture.plain(Map.of(), dir),
                        "home/calm-otter-9",
                        Shim.Confines.NONE,
                        host.settings.instances().resolve("calm-otter-9"),
                        log);
        process.getOutputStream().close();

        await().atMost(HostFixture.SOON).until(() -> !process.isAlive());
        assertThat(process.exitValue()).isEqualTo(143);
        assertThat(log).isEmptyFile();
        assertThat(host.settings.instances()).isDirectoryNotContaining("glob:**calm-otter-9*");
    }

    /** As by a server that dies while it writes. */
    @Test
    void start_inputEndsInTheMiddle_nothingIsStarted() throws Exception {
        SystemTools tools = SystemTools.find(host.warnings::add);
        Path log = Files.createFile(dir.resolve("log"));
        Path run = host.settings.instances().resolve("calm-otter-9");
        for (String name : List.of("COLOUR", "a.b")) {
            LaunchInput input =
                    LaunchInput.of(tools, Map.of(name, "x".repeat(100)), "echo before", List.of("echo", "ran"));
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            input.go(whole);
            for (int cut = 3; cut < whole.size(); cut += 1 + whole.size() / 10) {
                Process process = new Shim(host.settings.instances(), tools)
                        .start(
                                input,
                                HostFixture.plain(Map.of(), dir),
                                "home/calm-otter-9",
                                Shim.Confines.NONE,
                                run,
                                log);
                try (OutputStream stdin = process.getOutputStream()) {
                    stdin.write(whole.toByteArray(), 0, cut);
                }
                assertThat(process.waitFor()).as("after %s bytes", cut).isEqualTo(143);
            }
        }
        assertThat(log).isEmptyFile();
        assertThat(host.settings.instances()).isDirectoryNotContaining("glob:**calm-otter-9*");
    }

    @Test
    void launch_moreThanTheKernelPassesOn_isToldWithTheLimitAndNoSize() {
        ProcessSpec spec = sh("echo never");
        for (int i = 0; i < 60; i++) {
            spec = Specs.env(spec, "LONG" + i, "x".repeat(131_000));
        }
        assertThat(host.host.shortfalls(spec)).singleElement().satisfies(s -> {
            assertThat(s.key()).isEqualTo("command");
            assertThat(s.message()).matches("it and env are together more than the [0-9,]+ bytes that the kernel .*");
        });
        assertThat(host.run(spec).problem()).startsWith("command: it and env are together more than");
    }

    @Test
    void launch_namesThatNothingCanHandOn_areRefusedAndLaterLeftOutAloud() throws IOException {
        SystemTools bare = SystemTools.find(line -> {}).with(Optional.empty());
        ProcessSpec spec = Specs.env(Specs.env(Specs.of("app", "env"), "COLOUR", "green"), "a.b", "dot");
        try (HostFixture poor = new HostFixture(dir.resolve("poor"), home -> CgroupFactory.none(), bare)) {
            assertThat(poor.host.shortfalls(spec))
                    .containsExactly(new ProcessHost.Shortfall(
                            "env",
                            "a.b",
                            "no shell of the server's machine can pass on this name; install perl or python3 there"));
            InstanceId id = poor.launch(spec);
            poor.exit(id);
            assertThat(poor.log(id)).contains("COLOUR=green").doesNotContain("dot");
            assertThat(poor.warnings)
                    .singleElement()
                    .asString()
                    .contains("can pass on a.b, so the instance runs without");
        }
    }

    @Test
    void exec_checkDoesNotReadAndTheTimeIsOver_isEndedInTime() throws Exception {
        InstanceId id = host.launch(Specs.env(sh("echo up; exec sleep 60"), "LONG", "x".repeat(130_000)));
        host.logs(id, "up");
        SystemTools deaf = SystemTools.find(line -> {}).behind(List.of("/bin/sh", "-c", "exec sleep 60"));
        ExecContext surroundings = HostFixture.plain(Map.of("LONG", "x".repeat(130_000)), Path.of("/"));

        CheckCommand checks = new CheckCommand(deaf, new ProcessTable(), new SoftLimits("", "", ""));
        assertThat(judged(() -> checks.run(surroundings, InstanceGroup.NONE, List.of("true"), Duration.ofMillis(200))))
                .isNegative();
    }

    private interface Check {
        int run() throws Exception;
    }

    /** Runs a check again, as the prober does, where this JVM was too late to say that its time was over. */
    private static int judged(Check check) throws Exception {
        for (int tries = 1; ; tries++) {
            try {
                return check.run();
            } catch (ServerShortage late) {
                if (late.kind() != FailureKind.STOOD_STILL || tries == 20) {
                    throw late;
                }
            }
        }
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

    /** A process that serves for half a second, and is asked about every 250 ms, has run for a tenth of one. */
    @Test
    void runningFor_askedLater_countsFromTheStart() throws IOException {
        Path go = dir.resolve("go");
        InstanceId id = host.launch(Specs.before(
                sh("echo up; sleep 0.5; echo later; sleep 60"), "until [ -e " + go + " ]; do sleep 0.02; done"));
        assertThat(host.host.runningFor(id, 0)).isFalse();
        Files.createFile(go);
        host.logs(id, "later");

        assertThat(host.host.runningFor(id, 400)).isTrue();
        assertThat(host.host.runningFor(id, 3_600_000)).isFalse();
    }

    @Test
    void exec_inTheInstancesSurroundings_tellsTheStatus() throws Exception {
        InstanceId id = host.launch(Specs.env(sh("touch here; echo up; sleep 60"), "COLOUR", "green"));
        host.logs(id, "up");

        assertThat(host.host.exec(id, List.of("sh", "-c", "test -e here && test $COLOUR = green"), HostFixture.SOON))
                .isZero();
        assertThat(host.host.exec(id, List.of("false"), HostFixture.SOON)).isEqualTo(1);
        assertThat(judged(() -> host.host.exec(id, List.of("sh", "-c", "sleep 60"), Duration.ofMillis(200))))
                .isNegative();
        assertThat(host.host.exec(id, List.of("/no/such/check"), HostFixture.SOON))
                .isEqualTo(127);
    }

    /** A process of the check's user could fill a pipe that the server reads. */
    @Test
    void exec_check_hasNoOutputPipeOfTheServers() throws Exception {
        InstanceId id = host.launch(sh("echo up; sleep 61"));
        host.logs(id, "up");
        String servers = "/proc/" + ProcessHandle.current().pid() + "/fd";
        String script = "for fd in /proc/$PPID/fd/[1-9]*; do case $(readlink $fd) in pipe:*) seen=1;" + " ! ls -l "
                + servers + " | grep -qF \"$(readlink $fd)\" || exit 1 ;; esac; done; [ \"$seen\" ] || exit 2";

        assertThat(host.host.exec(id, List.of("sh", "-c", script), HostFixture.SOON))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sleep 60 & exit 3", "(sleep 60 &) ; sleep 60", "trap '' TERM; sleep 60 & wait"})
    void exec_leavesSomethingBehind_thatIsEnded(String check) throws Exception {
        InstanceId id = host.launch(sh("echo up; sleep 61"));
        host.logs(id, "up");

        judged(() -> host.host.exec(id, List.of("sh", "-c", check), Duration.ofMillis(500)));

        await().atMost(HostFixture.SOON).until(() -> sleepers(id).size() == 1);
    }

    /** What sleeps of an instance. */
    private List<ProcFs.Stat> sleepers(InstanceId id) {
        String mark = InstanceEnvironment.MARK + "=" + host.mark(id);
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
