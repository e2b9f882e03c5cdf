package dev.launcho.core.process;

import static dev.launcho.core.model.Specs.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.Specs;
import dev.launcho.core.net.Ipv6;
import dev.launcho.core.process.cgroup.CgroupFactory;
import dev.launcho.core.process.kernel.ProcFs;
import dev.launcho.core.process.system.InstanceEnvironment;
import dev.launcho.core.process.system.ProcessTable;
import dev.launcho.core.process.system.TreeIdentity;
import dev.launcho.core.process.system.UserAccount;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks by another local account, which has read an instance's mark or listens where the instance should. */
@Tag("attack")
class MarkAttackTest {
    private static final long ATTACKER = 1;
    private static final long NOBODY = 65_534;
    private static final String PYTHON = "/usr/bin/python3";

    /** Listens, says so and stays. Arguments: address and port. */
    private static final String LISTEN = "import socket, sys, time\n" + "v6 = ':' in sys.argv[1]\n"
            + "s = socket.socket(socket.AF_INET6 if v6 else socket.AF_INET)\n"
            + "s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\n"
            + "if v6: s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)\n"
            + "s.bind((sys.argv[1], int(sys.argv[2])))\n" + "s.listen()\n" + "print('listens', flush=True)\n"
            + "time.sleep(120)\n";

    @TempDir
    Path dir;

    private final List<Process> attackers = new ArrayList<>();

    @BeforeEach
    void requireRoot() throws IOException {
        assumeThat(UserAccount.own()).as("root only").isEqualTo(TreeIdentity.ROOT);
        assumeThat(Path.of(PYTHON)).as("python3").exists();
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx--x--x"));
    }

    @AfterEach
    void end() {
        attackers.forEach(Process::destroyForcibly);
    }

    /** Runs as a user, with an environment of nothing but a mark; waits until it is what it is to be. */
    private Process attack(long uid, String mark, String... command) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                "/usr/bin/setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups", "/usr/bin/setsid", "--"));
        words.addAll(List.of(command));
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(Path.of("/").toFile());
        builder.environment().clear();
        builder.environment().put(InstanceEnvironment.MARK, mark);
        Process attacker = builder.redirectErrorStream(true).start();
        attackers.add(attacker);
        String program = Path.of(command[0]).getFileName().toString();
        await().atMost(HostFixture.SOON)
                .until(() -> ProcFs.runsAs(attacker.pid(), uid)
                        && ProcFs.stat(attacker.pid())
                                .filter(p -> p.name().startsWith(program))
                                .isPresent());
        return attacker;
    }

    private Process listen(long uid, String mark, String address, int port) throws IOException {
        Process attacker = attack(uid, mark, PYTHON, "-c", LISTEN, address, "" + port);
        assertThat(attacker.inputReader().readLine()).isEqualTo("listens");
        return attacker;
    }

    private static ProcessSpec ofNobody(String script) {
        return Specs.user(Specs.receives(sh(script), "web"), "nobody", "");
    }

    /** A script that does so; {@code LISTEN} is in its environment. */
    private static ProcessSpec listening(String script) {
        return Specs.env(ofNobody(script), "LISTEN", LISTEN);
    }

    private static String python(String address) {
        return PYTHON + " -c \"$LISTEN\" " + address + " $SERVICE_PORT_WEB";
    }

    @ParameterizedTest
    @EnumSource(
            value = CgroupFixture.class,
            names = {"ANY", "NONE"})
    void stranger_anotherUserHasTheMarkAndThePort_isNotTheInstance(CgroupFixture cgroups) throws IOException {
        try (HostFixture host = new HostFixture(dir.resolve("home"), cgroups.finder)) {
            InstanceId id = host.launch(ofNobody("echo up; exec sleep 60"));
            host.logs(id, "up");
            int port = host.ports.get(id).get("web");
            Process attacker = listen(ATTACKER, host.mark(id), "127.0.0.1", port);

            assertThat(host.host.stranger(id, "127.0.0.1", port))
                    .hasValueSatisfying(who -> assertThat(who).startsWith("PID " + attacker.pid() + " ("));
            assertThat(host.host.listening(id)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = CgroupFixture.class,
            names = {"ANY", "NONE"})
    void kill_anotherUserHasTheMark_isLeftAlone(CgroupFixture cgroups) throws IOException {
        try (HostFixture host = new HostFixture(dir.resolve("home"), cgroups.finder)) {
            InstanceId id = host.launch(ofNobody("trap : TERM; echo up; while :; do sleep 0.05; done"));
            host.logs(id, "up");
            Process attacker = attack(ATTACKER, host.mark(id), "/bin/sleep", "120");
            Process old = attack(ATTACKER, host.settings.mark(id), "/bin/sleep", "120");
            host.host.signal(id, "TERM");
            host.host.kill(id);
            host.exit(id);

            assertThat(attacker.isAlive()).isTrue();
            assertThat(old.isAlive()).isTrue();
        }
    }

    /** A program that changes its user keeps the mark of whoever has started it. */
    @Test
    void kill_rootsProcessWasGivenTheMarkByTheInstancesUser_isLeftAlone() throws IOException {
        try (HostFixture host = new HostFixture(dir.resolve("home"), CgroupFixture.NONE.finder)) {
            InstanceId id = host.launch(ofNobody("echo up; exec sleep 60"));
            host.logs(id, "up");
            Process roots = attack(TreeIdentity.ROOT, host.mark(id), "/bin/sleep", "120");
            host.host.kill(id);
            host.exit(id);

            assertThat(roots.isAlive()).isTrue();
        }
    }

    @Test
    void survivors_anotherUserBearsAMarkOfThisHome_isLeftAlone() throws IOException {
        try (HostFixture host = new HostFixture(dir.resolve("home"))) {
            Process attacker =
                    attack(ATTACKER, host.settings.mark(new InstanceId("calm-otter-77")), "/bin/sleep", "120");
            Process longer = attack(ATTACKER, host.settings.homeId() + ".0/calm-otter-77", "/bin/sleep", "120");

            try (LocalProcessHost second = new LocalProcessHost(host.settings, new HostFixture.Deaf())) {
                assertThat(second.lost()).isEmpty();
            }
            assertThat(attacker.isAlive()).isTrue();
            assertThat(longer.isAlive()).isTrue();
        }
    }

    /** Any user may place the environment that /proc shows over gigabytes: prctl(2), PR_SET_MM_MAP. */
    @ParameterizedTest
    @ValueSource(longs = {ATTACKER, NOBODY, TreeIdentity.ROOT})
    void survivors_environmentOfGigabytes_doesNotFillTheHeap(long uid) throws IOException {
        Process attacker = attack(uid, "", PYTHON, "-c", resource("placed-environment.py"));
        assertThat(attacker.inputReader().readLine()).isEqualTo("placed");
        try (HostFixture host = new HostFixture(dir.resolve("home"), CgroupFixture.NONE.finder)) {
            InstanceId id = host.launch(ofNobody("setsid sh -c 'sleep 60; :' & echo up; sleep 60; :"));
            host.logs(id, "up");
            new InstanceRecords(host.settings.instances(), host.warnings::add).remove(id);

            try (LocalProcessHost second = new LocalProcessHost(host.settings, new HostFixture.Deaf())) {
                assertThat(second.lost()).extracting(ProcessHost.Lost::id).containsExactly(id);
            }
            assertThat(attacker.isAlive()).isTrue();
        }
    }

    /** Whoever reads such an environment may wait without end, as for a file system that does not answer. */
    @Test
    void mark_processOfAUserWithoutInstances_isNotLookedInto() throws IOException {
        Process attacker = attack(ATTACKER, "home.secret/calm-otter-1", "/bin/sleep", "120");
        ProcFs.Stat stat = ProcFs.stat(attacker.pid()).orElseThrow();
        ProcessTable table = new ProcessTable();

        assertThat(table.now().mark(stat)).isEmpty();
        table.watch(ATTACKER);
        assertThat(table.now().mark(stat)).contains("home.secret/calm-otter-1");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = MarkAttackTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Its record is gone, and nothing but the shim's mark tells of it. */
    @Test
    void survivors_instanceOfAnotherUserWithoutARecord_isEndedWithAllOfIt() throws IOException {
        try (HostFixture host = new HostFixture(dir.resolve("home"), CgroupFixture.NONE.finder)) {
            InstanceId id = host.launch(ofNobody("setsid sh -c 'sleep 60; :' & echo up; sleep 60; :"));
            host.logs(id, "up");
            new InstanceRecords(host.settings.instances(), host.warnings::add).remove(id);

            new LocalProcessHost(host.settings, new HostFixture.Deaf(), CgroupFactory.none()).close();
            await().atMost(HostFixture.SOON).until(() -> !host.anyOf(id));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = CgroupFixture.class,
            names = {"ANY", "NONE"})
    void stranger_daemonOfTheInstance_isTheInstance(CgroupFixture cgroups) throws IOException {
        try (HostFixture host = new HostFixture(dir.resolve("home"), cgroups.finder)) {
            String daemon = "(setsid " + python("127.0.0.1") + " &); exec sleep 60";
            InstanceId id = host.launch(listening(daemon));
            host.logs(id, "listens");
            int port = host.ports.get(id).get("web");

            assertThat(host.host.stranger(id, "127.0.0.1", port)).isEmpty();
            assertThat(host.host.listening(id)).containsExactly(port);
        }
    }

    /** What the kernel shows goes before what a process says of itself. */
    @Test
    void stranger_sameUserWithTheMarkOutsideOfTheCgroup_isNotTheInstance() throws IOException {
        try (HostFixture host = new HostFixture(dir.resolve("home"), CgroupFixture.ANY.needed())) {
            InstanceId id = host.launch(ofNobody("echo up; exec sleep 60"));
            host.logs(id, "up");
            int port = host.ports.get(id).get("web");
            listen(NOBODY, host.mark(id), "127.0.0.1", port);

            assertThat(host.host.stranger(id, "127.0.0.1", port)).isPresent();
        }
    }

    /** The instance's own socket is on the same port, and gets nothing. */
    @Test
    void stranger_anotherUserListensOnTheOtherFamily_isSeenThere() throws IOException {
        Ipv6.needed();
        try (HostFixture host = new HostFixture(dir.resolve("home"))) {
            InstanceId id = host.launch(listening("exec " + python("::1")));
            host.logs(id, "listens");
            int port = host.ports.get(id).get("web");
            Process attacker = listen(ATTACKER, "", "127.0.0.1", port);

            assertThat(host.host.stranger(id, "::1", port)).isEmpty();
            assertThat(host.host.stranger(id, "127.0.0.1", port))
                    .hasValueSatisfying(who -> assertThat(who).startsWith("PID " + attacker.pid() + " ("));
        }
    }

    /** It was the instance's the last time; now another has taken it. */
    @Test
    void stranger_portThatWasTheInstances_isLookedAtAgain() throws IOException {
        try (HostFixture host = new HostFixture(dir.resolve("home"))) {
            InstanceId id =
                    host.launch(listening(python("127.0.0.1") + " & echo $! >child; wait; echo over; sleep 60"));
            host.logs(id, "listens");
            int port = host.ports.get(id).get("web");
            assertThat(host.host.stranger(id, "127.0.0.1", port)).isEmpty();
            // The shell writes it down at a time of its own, maybe after its child listens.
            Path child = ProcFs.directory(host.pids.get(id)).resolve("child");
            await().atMost(HostFixture.SOON).until(() -> HostFixture.read(child).endsWith("\n"));
            ProcessHandle.of(Long.parseLong(HostFixture.read(child).trim()))
                    .orElseThrow()
                    .destroyForcibly();
            host.logs(id, "over");
            listen(ATTACKER, host.mark(id), "127.0.0.1", port);

            // For a second the last look may still count.
            await().atMost(HostFixture.SOON)
                    .untilAsserted(() -> assertThat(host.host.stranger(id, "127.0.0.1", port))
                            .isPresent());
        }
    }

    @Test
    void launch_twice_givesMarksThatNobodyCanGuess() throws IOException {
        try (HostFixture host = new HostFixture(dir.resolve("home"))) {
            InstanceId one = host.launch(sh("echo up; exec sleep 60"));
            InstanceId two = host.launch(sh("echo up; exec sleep 60"));
            host.logs(one, "up");
            host.logs(two, "up");

            String secret = host.mark(one).split("[./]")[1];
            assertThat(secret).matches("[0-9a-f]{32}");
            assertThat(host.mark(one)).endsWith("/" + one.name());
            assertThat(host.mark(two)).doesNotContain(secret);
        }
    }

    /** Earlier servers gave a mark without a secret, and wrote down neither it nor the user. */
    @Test
    void survivors_instanceOfAnEarlierServer_isTakenBack() throws Exception {
        try (HostFixture host = new HostFixture(dir.resolve("home"), CgroupFixture.NONE.finder)) {
            InstanceId id = new InstanceId("calm-otter-7");
            Process shim =
                    attack(TreeIdentity.ROOT, host.settings.mark(id), "/bin/sh", "-c", "sleep 120; exit 3", "shim.sh");
            ProcFs.Stat stat = ProcFs.stat(shim.pid()).orElseThrow();
            new InstanceRecords(host.settings.instances(), host.warnings::add)
                    .write(new InstanceRecords.Entry(
                            id, "app", "v1", 0, stat.pid(), stat.startTicks(), ProcFs.bootId(), Map.of(), List.of()));

            try (LocalProcessHost second =
                    new LocalProcessHost(host.settings, new HostFixture.Deaf(), CgroupFactory.none())) {
                assertThat(second.survivors())
                        .singleElement()
                        .satisfies(s -> assertThat(s.ended()).isEmpty());
                second.adopt(host.asLaunched(id, sh("sleep 120")));
                second.kill(id);
                await().atMost(HostFixture.SOON).until(() -> !shim.isAlive());
            }
        }
    }
}
