package dev.launcho.core.process;

import static dev.launcho.core.model.Specs.sh;
import static dev.launcho.core.model.Specs.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.model.Exit;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second host on the home of a first that is gone, as far as the second can tell. */
class SurvivorsTest {
    private static final String FOR_EVER = "echo up; while :; do sleep 0.02; done";

    @TempDir
    Path dir;

    private final Map<InstanceId, Exit> told = new ConcurrentHashMap<>();
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

    @Test
    void adopt_signalled_endsWithTheStatusThatItsShimWrote() throws IOException {
        ProcessSpec spec = sh("trap 'exit 7' TERM; " + FOR_EVER);
        InstanceId id = up(spec);

        try (LocalProcessHost second = second()) {
            second.adopt(new ProcessHost.Launch(id, new Version("v1"), 0, spec, dir.resolve("log")));
            second.signal(id, "TERM");

            await().atMost(HostFixture.SOON).until(() -> told.containsKey(id));
            assertThat(told.get(id)).isEqualTo(Exit.of(Exit.Stage.COMMAND, 7));
            assertThat(first.anyOf(id)).isFalse();
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
                    id, new Version("v1"), 0, user(spec, "no-such-account", ""), dir.resolve("log")));

            assertThat(first.warnings)
                    .anyMatch(line -> line.startsWith(id + ": runs on") && line.contains("no-such-account"));
            assertThat(told).isEmpty();
            second.signal(id, "TERM");
            await().atMost(HostFixture.SOON).until(() -> told.containsKey(id));
            assertThat(first.anyOf(id)).isFalse();
        }
    }

    @Test
    void adopt_shimKilled_isSeenAndItsTreeEnded() throws IOException {
        ProcessSpec spec = sh(FOR_EVER);
        InstanceId id = up(spec);

        try (LocalProcessHost second = second()) {
            second.adopt(new ProcessHost.Launch(id, new Version("v1"), 0, spec, dir.resolve("log")));
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
            assertThat(second.survivors()).noneMatch(Survivor::asked);
        }
        first.host.signal(id, "TERM");
        first.logs(id, "told");

        try (LocalProcessHost second = second()) {
            assertThat(second.survivors()).singleElement().matches(Survivor::asked);
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
        return new LocalProcessHost(first.settings, new ProcessHost.Listener() {
            @Override
            public void launched(InstanceId id, long pid, Map<String, Integer> ports) {}

            @Override
            public void exited(InstanceId id, Exit exit) {
                told.put(id, exit);
            }
        });
    }

    private List<InstanceRecords.Entry> records() throws IOException {
        return new InstanceRecords(first.settings.instances(), first.warnings::add).all();
    }

    private void record(InstanceId id, long pid, long ticks, String boot) throws IOException {
        new InstanceRecords(first.settings.instances(), first.warnings::add)
                .write(new InstanceRecords.Entry(id, "app", "v1", 0, pid, ticks, boot, Map.of(), List.of()));
    }
}
