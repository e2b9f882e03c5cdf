package dev.launcho.core.process;

import static dev.launcho.core.model.Specs.sh;
import static dev.launcho.core.model.Specs.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.failure.Exit;
import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.failure.ServerShortage;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.ResolvedProcess;
import dev.launcho.core.model.Specs;
import dev.launcho.core.model.Version;
import dev.launcho.core.process.cgroup.CgroupFactory;
import dev.launcho.core.process.kernel.ProcFs;
import dev.launcho.core.process.system.ExecContext;
import dev.launcho.core.process.system.InstanceEnvironment;
import dev.launcho.core.process.system.SystemTools;
import dev.launcho.core.process.system.UserAccount;
import dev.launcho.core.process.tree.SignalSender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second host on the home of a first that is gone, as far as the second can tell. */
@Tag("attack")
class SurvivorSearchTest {
    private static final String FOR_EVER = "echo up; while :; do sleep 0.02; done";

    @TempDir
    Path dir;

    private final Map<InstanceId, Exit> told = new ConcurrentHashMap<>();
    private final Set<InstanceId> endedWhenAsked = ConcurrentHashMap.newKeySet();
    private HostFixture first;

    @BeforeEach
    void start() throws IOException {
        first = new HostFixture(dir.resolve("home"));
    }

    @AfterEach
    void end() {
        first.close();
    }

    @Test
    void survivors_instanceThatRuns_isListedAndLeftAlone() throws IOException {
        InstanceId id = up(sh(FOR_EVER));

        try (LocalProcessHost second = second()) {
            assertThat(second.survivors()).singleElement().satisfies(s -> {
                assertThat(s.id()).isEqualTo(id);
                assertThat(s.pid()).isEqualTo(first.pids.get(id));
                assertThat(s.version()).isEqualTo(new Version("v1"));
                assertThat(s.ended()).isEmpty();
            });
        }
        assertThat(HostFixture.alive(first.pids.get(id))).isTrue();
    }

    /** {@code server.work_dir} may be a folder that other things lie in. */
    @Test
    void survivors_foldersBesideThoseOfInstances_areLeft() throws IOException {
        Path backup = Files.createDirectories(first.settings.work().resolve("my-backup-2026"));
        Path left = Files.createDirectories(first.settings.work().resolve("calm-otter-99/deep"));

        try (LocalProcessHost second = second()) {
            assertThat(second.survivors()).isEmpty();
        }
        assertThat(backup).isDirectory();
        assertThat(left.getParent()).doesNotExist();
    }

    /** The warning about a folder that can't be removed waits here; the start must not. */
    @Test
    void survivors_folderThatTakesLongToRemove_delaysNoStart() throws Exception {
        Path foreign = Files.createDirectories(first.settings.work().resolve("calm-otter-99/theirs/deep"));
        assumeThat(Files.getAttribute(foreign, "unix:uid")).as("root only").isEqualTo(0);
        Files.setAttribute(foreign.getParent().getParent(), "unix:uid", 65_534);
        Path files = Files.createDirectories(first.settings.instances().resolve("tmp/calm-otter-98/tmp"));
        CountDownLatch opened = new CountDownLatch(1);
        Queue<String> warned = new ConcurrentLinkedQueue<>();
        HostSettings s = first.settings;
        HostSettings slow = new HostSettings(
                s.homeId(),
                s.instances(),
                s.work(),
                s.resources(),
                s.firstPort(),
                s.endPort(),
                s.environment(),
                line -> {
                    if (line.startsWith("could not remove")) {
                        warned.add(waited(opened) + line);
                    }
                },
                s.logs());

        try (LocalProcessHost second = new LocalProcessHost(slow, new HostFixture.Deaf())) {
            opened.countDown();
            assertThat(second.survivors()).isEmpty();
            await().atMost(HostFixture.SOON).until(() -> !warned.isEmpty());
        }
        assertThat(warned)
                .singleElement()
                .asString()
                .startsWith("opened: could not remove")
                .contains("theirs");
        assertThat(files).doesNotExist();
    }

    private static String waited(CountDownLatch opened) {
        try {
            return opened.await(60, TimeUnit.SECONDS) ? "opened: " : "the start waited: ";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted: ";
        }
    }

    @Test
    void adopt_signalled_endsWithTheStatusThatItsShimWrote() throws IOException {
        ProcessSpec spec = sh("trap 'exit 7' TERM; " + FOR_EVER);
        InstanceId id = up(spec);

        try (LocalProcessHost second = second()) {
            second.adopt(
                    new ProcessHost.Launch(id, new Version("v1"), 0, new ResolvedProcess(spec), dir.resolve("log")));
            second.signal(id, "TERM");

            await().atMost(HostFixture.SOON).until(() -> told.containsKey(id));
            assertThat(told.get(id)).isEqualTo(Exit.of(Exit.Stage.COMMAND, 7));
            assertThat(first.anyOf(id)).isFalse();
        }
    }

    /** The second server may die, too. */
    @Test
    void adopt_inAnotherSlot_isRecordedForTheNextServer() throws IOException {
        ProcessSpec spec = sh(FOR_EVER);
        InstanceId id = up(spec);

        try (LocalProcessHost second = second()) {
            second.adopt(
                    new ProcessHost.Launch(id, new Version("v1"), 3, new ResolvedProcess(spec), dir.resolve("log")));
        }
        try (LocalProcessHost third = second()) {
            assertThat(third.survivors())
                    .singleElement()
                    .satisfies(s -> assertThat(s.slot()).isEqualTo(3));
        }
    }

    /** The last server's signal ends it before this one sends its own. */
    @Test
    void adopt_hadBeenAskedToStop_endsAsAsked() throws IOException {
        ProcessSpec spec = sh("trap 'exit 7' TERM; " + FOR_EVER);
        InstanceId id = up(spec);
        Shim.asked(first.settings.instances().resolve(id.name()));

        try (LocalProcessHost second = second()) {
            second.adopt(
                    new ProcessHost.Launch(id, new Version("v1"), 0, new ResolvedProcess(spec), dir.resolve("log")));
            SignalSender.send(
                    "TERM",
                    ProcFs.child(first.pids.get(id)).flatMap(ProcFs::stat).stream()
                            .toList());

            await().atMost(HostFixture.SOON).until(() -> told.containsKey(id));
            assertThat(endedWhenAsked).containsExactly(id);
        }
    }

    @Test
    void adopt_check_hasTheEnvironmentThatItWasStartedWith() throws Exception {
        ProcessSpec spec = Specs.env(Specs.receives(sh(FOR_EVER), "web"), "a.b", "dot");
        InstanceId id = up(spec);

        try (LocalProcessHost second = second()) {
            second.adopt(
                    new ProcessHost.Launch(id, new Version("v1"), 0, new ResolvedProcess(spec), dir.resolve("log")));
            assertThat(second.exec(id, List.of("cp", "/proc/self/environ", "checked"), HostFixture.SOON))
                    .isZero();
            assertThat(HostFixture.read(first.work(id).resolve("checked")).split("\0"))
                    .contains(
                            "a.b=dot",
                            "SERVICE_PORT_WEB=" + first.ports.get(id).get("web"),
                            InstanceEnvironment.MARK + "=" + first.mark(id),
                            "PATH=" + first.settings.environment().get("PATH"));
        }
    }

    /** The shims of earlier servers have all of it, and are what is known of how the instance was started. */
    @Test
    void adopted_shimOfAnEarlierServer_itsEnvironmentCounts() throws Exception {
        ProcessBuilder old = new ProcessBuilder("sleep", "60").directory(dir.toFile());
        old.environment().clear();
        old.environment().putAll(Map.of("HOME", "/old", "COLOUR", "grün", "PATH", "/usr/bin:/bin"));
        Process shim = old.start();
        try {
            await().atMost(HostFixture.SOON).until(() -> ProcFs.hasEnvironment(shim.pid(), "HOME=/old"));
            ExecContext surroundings =
                    HostFixture.plain(Map.of("COLOUR", "new"), Path.of("/")).adopted(shim.pid());

            assertThat(surroundings.environment())
                    .containsEntry("COLOUR", "grün")
                    .containsEntry("HOME", "/old");
            assertThat(surroundings.cwd()).isEqualTo(dir.toRealPath());
        } finally {
            shim.destroyForcibly();
        }
    }

    /** Whatever keeps it from being looked up: while it runs, another must not take its place. */
    @Test
    void adopt_itsAccountAndItsRecordAreGone_isTakenBackAllTheSame() throws IOException {
        ProcessSpec spec = sh(FOR_EVER);
        InstanceId id = up(spec);

        try (LocalProcessHost second = second()) {
            new InstanceRecords(first.settings.instances(), first.warnings::add).remove(id);
            second.adopt(new ProcessHost.Launch(
                    id,
                    new Version("v1"),
                    0,
                    new ResolvedProcess(user(spec, "no-such-account", "")),
                    dir.resolve("log")));

            await().atMost(HostFixture.SOON)
                    .untilAsserted(() -> assertThat(first.warnings)
                            .anyMatch(line -> line.startsWith(id + ": runs on") && line.contains("no-such-account")));
            assertThatThrownBy(() -> second.exec(id, List.of("true"), HostFixture.SOON))
                    .as("a check of an unknown user is not run as the server's")
                    .isInstanceOf(IOException.class);
            assertThat(told).isEmpty();
            second.signal(id, "TERM");
            await().atMost(HostFixture.SOON).until(() -> told.containsKey(id));
            assertThat(first.anyOf(id)).isFalse();
        }
    }

    /** A directory of users that is silent: LDAP behind a broken network. Each question takes seconds. */
    @Test
    void adopt_directoryOfUsersIsSilent_nobodyWaitsButTheChecks() throws Exception {
        Path getent = Files.writeString(dir.resolve("getent"), "#!/bin/sh\nexec sleep 60\n");
        assertThat(getent.toFile().setExecutable(true)).isTrue();
        ProcessSpec spec = user(sh(FOR_EVER), Long.toString(UserAccount.own()), "");
        List<InstanceId> ids = List.of(up(spec), up(spec), up(spec), up(spec));

        try (LocalProcessHost second = second(SystemTools.find(line -> {}).asking(getent))) {
            long began = System.nanoTime();
            for (InstanceId id : ids) {
                second.adopt(new ProcessHost.Launch(
                        id, new Version("v1"), 0, new ResolvedProcess(spec), dir.resolve("log")));
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
            assertThatThrownBy(() -> second.exec(ids.get(0), List.of("true"), Duration.ofMillis(10)))
                    .isInstanceOfSatisfying(
                            ServerShortage.class,
                            lacking -> assertThat(lacking.kind()).isEqualTo(FailureKind.NO_ACCOUNT_ANSWER));

            assertThat(second.exec(ids.get(0), List.of("true"), HostFixture.SOON))
                    .isZero();
        }
    }

    @Test
    void adopt_shimKilled_isSeenAndItsTreeEnded() throws IOException {
        ProcessSpec spec = sh(FOR_EVER);
        InstanceId id = up(spec);

        try (LocalProcessHost second = second()) {
            second.adopt(
                    new ProcessHost.Launch(id, new Version("v1"), 0, new ResolvedProcess(spec), dir.resolve("log")));
            ProcessHandle.of(first.pids.get(id)).orElseThrow().destroyForcibly();

            await().atMost(HostFixture.SOON).until(() -> told.containsKey(id));
            assertThat(first.anyOf(id)).isFalse();
        }
    }

    @Test
    void survivors_instanceThatEndedMeanwhile_isToldWithItsStatusAndCleanedUp() throws IOException {
        InstanceId id = first.launch(sh("exit 5"));
        first.exit(id);

        try (LocalProcessHost second = second()) {
            assertThat(second.survivors())
                    .singleElement()
                    .satisfies(s -> assertThat(s.ended()).contains(Exit.of(Exit.Stage.COMMAND, 5)));
            assertThat(records()).as("until what came of it is written down").hasSize(1);
            second.forget(id);
        }
        assertThat(records()).isEmpty();
        assertThat(first.settings.instances()).isDirectoryNotContaining("glob:**.{exit,started,asked}");
        assertThat(first.settings.work()).isEmptyDirectory();
    }

    @Test
    void survivors_processesWithTheMarkButWithoutARecord_areEnded() throws IOException {
        InstanceId id = up(sh("(setsid sh -c 'sleep 60' &); " + FOR_EVER));
        new InstanceRecords(first.settings.instances(), first.warnings::add).remove(id);

        try (LocalProcessHost second = second()) {
            assertThat(second.survivors()).isEmpty();
            await().atMost(HostFixture.SOON).until(() -> !first.anyOf(id));
        }
    }

    @Test
    void survivors_recordIsDamaged_itsTreeIsEndedAndTheUserToldOfIt() throws IOException {
        InstanceId id = up(sh("(setsid sh -c 'trap : TERM; while :; do sleep 1; done' &); " + FOR_EVER));
        Path record = first.settings.instances().resolve(id.name() + ".json");
        Files.writeString(record, Files.readString(record).substring(0, 40));

        try (LocalProcessHost second = second()) {
            assertThat(second.survivors()).isEmpty();
            await().atMost(HostFixture.SOON).until(() -> !first.anyOf(id));
        }
        assertThat(first.warnings).anyMatch(line -> line.startsWith(id.name() + ".json could not be read"));
        second().close();
        assertThat(first.settings.instances()).isDirectoryNotContaining("glob:**.damaged");
    }

    @Test
    void survivors_recordWhosePidIsAnothersNow_leavesThatAlone() throws IOException {
        ProcFs.Stat self = ProcFs.stat(ProcessHandle.current().pid()).orElseThrow();
        record(new InstanceId("calm-otter-7"), self.pid(), self.startTicks() - 1, ProcFs.bootId());

        try (LocalProcessHost second = second()) {
            assertThat(second.survivors())
                    .singleElement()
                    .satisfies(s -> assertThat(s.ended()).isPresent());
        }
        assertThat(HostFixture.alive(self.pid())).isTrue();
    }

    /** As a record that was copied or edited. */
    @Test
    void survivors_recordOfAnotherProgramThatRuns_leavesThatAloneAndEndsItsOwn() throws IOException {
        InstanceId id = up(sh(FOR_EVER));
        Process other = new ProcessBuilder("sleep", "60").start();
        try {
            ProcFs.Stat stat = ProcFs.stat(other.pid()).orElseThrow();
            record(id, stat.pid(), stat.startTicks(), ProcFs.bootId());

            try (LocalProcessHost second = second()) {
                assertThat(second.survivors())
                        .singleElement()
                        .satisfies(s -> assertThat(s.ended()).isPresent());
            }
            assertThat(other.isAlive()).isTrue();
            await().atMost(HostFixture.SOON).until(() -> !first.anyOf(id));
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void survivors_recordWhosePidLeadsAnotherSessionNow_leavesThatAlone() throws IOException {
        InstanceId bystander = up(sh(FOR_EVER));
        ProcFs.Stat stat = ProcFs.stat(first.pids.get(bystander)).orElseThrow();
        record(new InstanceId("calm-otter-8"), stat.pid(), stat.startTicks() - 100, ProcFs.bootId());

        second().close();

        assertThat(HostFixture.alive(stat.pid())).isTrue();
        assertThat(first.exits).isEmpty();
    }

    @Test
    void survivors_instanceThatWasToldToStop_isKnownToHaveBeen() throws IOException {
        InstanceId id = up(sh("trap 'echo told' TERM; " + FOR_EVER));
        try (LocalProcessHost second = second()) {
            assertThat(second.survivors()).noneMatch(SurvivingInstance::asked);
        }
        first.host.signal(id, "TERM");
        first.logs(id, "told");

        try (LocalProcessHost second = second()) {
            assertThat(second.survivors()).singleElement().matches(SurvivingInstance::asked);
        }
    }

    @Test
    void survivors_instanceThatHadEndedBeforeItWasSignalled_isKnownToHaveEndedByItself() throws IOException {
        InstanceId id = up(sh("echo up"));
        assertThat(first.exit(id).success()).isTrue();
        first.host.signal(id, "TERM");
        first.host.kill(id);
        first.host.close();

        try (LocalProcessHost second = second()) {
            assertThat(second.survivors()).singleElement().satisfies(s -> {
                assertThat(s.ended()).isPresent();
                assertThat(s.asked()).isFalse();
            });
        }
    }

    @Test
    void survivors_recordFromBeforeAReboot_leavesThePidAlone() throws IOException {
        InstanceId bystander = up(sh(FOR_EVER));
        ProcFs.Stat stat = ProcFs.stat(first.pids.get(bystander)).orElseThrow();
        record(new InstanceId("calm-otter-8"), stat.pid(), stat.startTicks(), "another-boot");

        try (LocalProcessHost second = second()) {
            assertThat(second.survivors()).hasSize(2);
        }
        assertThat(HostFixture.alive(stat.pid())).isTrue();
    }

    @Test
    void survivors_filesOfForgottenInstances_areRemoved() throws IOException {
        Files.writeString(first.settings.instances().resolve("calm-otter-3.exit"), "command 0\n");

        second().close();

        assertThat(first.settings.instances()).isDirectoryNotContaining("glob:**.exit");
    }

    private InstanceId up(ProcessSpec spec) {
        InstanceId id = first.launch(spec);
        first.logs(id, "up");
        return id;
    }

    private LocalProcessHost second() throws IOException {
        return second(SystemTools.find(line -> {}));
    }

    private LocalProcessHost second(SystemTools tools) throws IOException {
        ProcessHost.Listener listener = new ProcessHost.Listener() {
            @Override
            public void launched(InstanceId id, long pid, Map<String, Integer> ports) {}

            @Override
            public void exited(InstanceId id, Exit exit, boolean asked) {
                if (asked) {
                    endedWhenAsked.add(id);
                }
                told.put(id, exit);
            }
        };
        return new LocalProcessHost(
                first.settings, listener, CgroupFactory.find(first.settings.homeId()), LaunchSteps.Steps.UNTOLD, tools);
    }

    private List<InstanceRecords.Entry> records() throws IOException {
        return new InstanceRecords(first.settings.instances(), first.warnings::add).all(id -> {});
    }

    private void record(InstanceId id, long pid, long ticks, String boot) throws IOException {
        new InstanceRecords(first.settings.instances(), first.warnings::add)
                .write(new InstanceRecords.Entry(id, "app", "v1", 0, pid, ticks, boot, Map.of(), List.of()));
    }
}
