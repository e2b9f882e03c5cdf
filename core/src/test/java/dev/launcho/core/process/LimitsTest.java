package dev.launcho.core.process;

import static dev.launcho.core.model.Specs.limits;
import static dev.launcho.core.model.Specs.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.failure.Exit;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Limits;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.Specs;
import dev.launcho.core.process.cgroup.CgroupFactory;
import dev.launcho.core.process.cgroup.InstanceGroup;
import dev.launcho.core.process.cgroup.LimitEnforcement;
import dev.launcho.core.process.kernel.CgroupFiles;
import dev.launcho.core.process.system.HardLimits;
import dev.launcho.core.spec.key.LimitsKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an instance is held to, seen from inside and from outside. */
class LimitsTest {
    /** Keeps in memory what it reads. */
    private static final String HOG = "head -c 300000000 /dev/zero | tail -n 1 >/dev/null";

    /** At most some 1,000 processes, should no limit hold; its first process goes on whether or not it could fork. */
    private static final String BOMB =
            "b() { if [ $1 -gt 0 ]; then b $(($1-1)) & b $(($1-1)) & fi; exec sleep 60; }; b 8 & echo up; exec sleep 60";

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path dir;

    private HostFixture host;

    private void start(Function<String, CgroupFactory> cgroups) throws IOException {
        host = new HostFixture(dir.resolve("home"), cgroups);
    }

    @AfterEach
    void end() {
        if (host != null) {
            host.close();
            assertThat(host.warnings).isEmpty();
        }
    }

    @Test
    void exited_overMemory_isKilledAndNamed() throws IOException {
        start(CgroupFixture.ANY.limiting("memory"));
        Exit exit = host.run(limits(sh(HOG), memory(64_000_000)));

        assertThat(exit.describe()).isEqualTo("killed: out of memory, limits.memory is 64M");
        assertThat(exit.status()).isEqualTo(137);
        assertThat(exit.success()).isFalse();
    }

    @Test
    void exited_childOverMemory_isNamedBesideTheExitOfTheCommand() throws IOException {
        start(CgroupFixture.ANY.limiting("memory"));
        Exit exit = host.run(limits(sh(HOG + "; exit 3"), memory(64L << 20)));

        assertThat(exit.describe())
                .isEqualTo("exit 3 (one of its processes was killed: out of memory, limits.memory is 64Mi)");
    }

    @Test
    void exited_stoppedByTheUserAfterwards_doesNotBlameMemory() throws IOException {
        start(CgroupFixture.ANY.limiting("memory"));
        InstanceId id = host.launch(limits(sh(HOG + "; echo up; exec sleep 60"), memory(64_000_000)));
        host.logs(id, "up");
        host.host.kill(id);

        assertThat(host.exit(id).describe()).isEqualTo("SIGKILL or exit 137");
    }

    @Test
    void survivors_ofAnInstanceKilledForMemoryMeanwhile_nameIt() throws IOException {
        start(CgroupFixture.ANY.limiting("memory"));
        InstanceId id = host.launch(limits(sh("read x <" + fifo() + "; " + HOG), memory(64_000_000)));
        await().atMost(HostFixture.SOON).until(() -> host.pids.containsKey(id));
        host.host.close();
        HostFixture.run("sh", "-c", "echo go >" + dir.resolve("fifo"));
        await().atMost(HostFixture.SOON).until(() -> !HostFixture.alive(host.pids.get(id)));

        try (LocalProcessHost second = new LocalProcessHost(host.settings, new HostFixture.Deaf())) {
            assertThat(second.survivors())
                    .singleElement()
                    .satisfies(s -> assertThat(s.ended().orElseThrow().describe())
                            .isEqualTo("killed: out of memory, over limits.memory"));
        }
        host.told();
    }

    @Test
    void launch_forkBombUnderALimit_harmsNobodyAndLeavesNothing() throws IOException {
        start(CgroupFixture.ANY.limiting("pids"));
        InstanceId bomb = host.launch(limits(sh(BOMB), pids(40)));
        host.logs(bomb, "up");
        await().atMost(HostFixture.SOON)
                .until(() -> group(bomb).dirs().stream()
                        .anyMatch(g -> CgroupFiles.field(g.resolve("pids.events"), "max") > 0));

        assertThat(members(bomb)).as("the shim is not counted").hasSizeLessThanOrEqualTo(41);
        assertThat(host.run(sh("true; true | true")).status()).isZero();
        InstanceGroup group = group(bomb);
        host.host.kill(bomb);
        host.exit(bomb);
        assertThat(host.anyOf(bomb)).isFalse();
        assertThat(group.dirs()).isNotEmpty().noneMatch(g -> g.toFile().exists());
    }

    /** The environment does not fit into a pipe: the shell that writes it is there as long as the one that reads it. */
    @ParameterizedTest
    @EnumSource(HandoverWay.class)
    void launch_fewestPids_areEnoughToStart(HandoverWay way) throws IOException {
        host = new HostFixture(dir.resolve("home"), CgroupFixture.ANY.limiting("pids"), way.tools(dir));
        Path script = Files.writeString(dir.resolve("app"), "#!/bin/sh\necho $(echo ran)\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        ProcessSpec spec = Specs.before(Specs.of("app", script.toString()), "echo $(echo before)");
        spec = Specs.env(Specs.env(spec, way.loads() ? "a.b" : "A", "x".repeat(100_000)), "B", "x".repeat(100_000));
        InstanceId id = host.launch(limits(spec, pids(LimitsKeys.PIDS.shape().least())));

        assertThat(host.exit(id)).isEqualTo(Exit.of(Exit.Stage.COMMAND, 0));
        assertThat(host.log(id)).isEqualTo("before\nran\n");
    }

    @Test
    void launch_forkBombWithoutCgroupKill_isEndedToo() throws IOException {
        start(CgroupFixture.FIRST_VERSION.limiting("pids"));
        InstanceId bomb = host.launch(limits(sh(BOMB), pids(200)));
        host.logs(bomb, "up");
        host.host.kill(bomb);

        host.exit(bomb);
        assertThat(host.anyOf(bomb)).isFalse();
    }

    @Test
    void launch_cpuLimit_slowsDownWhatSpins() throws IOException {
        start(CgroupFixture.ANY.limiting("cpu"));
        InstanceId id = host.launch(limits(sh("echo up; while :; do :; done"), new Limits(0, 200, 0, 0, -1)));
        host.logs(id, "up");

        // It gets what other programs leave to it; and a look that stands still measures too much.
        await().atMost(LONG).untilAsserted(() -> assertThat(percentOver(id, 2)).isBetween(2.0, 40.0));
    }

    @Test
    void launch_filesAndCore_areSeenFromInside() throws IOException {
        start(CgroupFixture.ANY.finder);
        ProcessSpec spec =
                limits(Specs.before(sh("ulimit -n; ulimit -Hn; ulimit -c"), "ulimit -n"), new Limits(0, 0, 0, 20, 0));
        InstanceId id = host.launch(spec);

        assertThat(host.exit(id).status()).isZero();
        assertThat(host.log(id)).isEqualTo("20\n20\n20\n0\n");
    }

    @Test
    void launch_coreOfSomeSize_isRoundedUpToBlocks() throws IOException {
        start(CgroupFixture.ANY.finder);
        long most = HardLimits.ofThisServer().core();
        assumeThat(most).as("this user may have core files of 1000 bytes").isGreaterThan(1000);
        InstanceId id = host.launch(limits(sh("ulimit -c"), new Limits(0, 0, 0, 0, 1000)));
        host.exit(id);

        assertThat(host.log(id)).isEqualTo("2\n");
    }

    @Test
    void launch_noLimits_hasTheFilesThatTheServerHas() throws IOException {
        start(CgroupFixture.NONE.finder);
        InstanceId id = host.launch(sh("ulimit -Hn"));
        host.exit(id);

        assertThat(host.log(id).trim())
                .isEqualTo(HostFixture.run("sh", "-c", "ulimit -Hn").trim());
    }

    @Test
    void unenforced_withoutCgroups_namesWhatIsNotHeld() throws IOException {
        start(CgroupFixture.NONE.finder);

        assertThat(host.host.unenforced(new Limits(64 << 20, 500, 10, 0, 0)))
                .containsExactly(
                        "limits.memory is not enforced, this server can't make cgroups with the controller memory",
                        "limits.cpu is not enforced, this server can't make cgroups with the controller cpu",
                        "limits.pids is not enforced, this server can't make cgroups with the controller pids");
        assertThat(host.host.unenforced(Limits.NONE)).isEmpty();
        assertThat(host.run(limits(sh("exit 0"), pids(10))).status())
                .as("it runs without")
                .isZero();
    }

    @Test
    void lacking_moreThanTheServerMayGive_isToldAndCut() {
        LimitEnforcement enforcement = new LimitEnforcement(CgroupFactory.none(), new HardLimits(4096, 0));
        Limits limits = new Limits(0, 0, 0, 5000, 1000);

        assertThat(enforcement.lacking(limits))
                .containsExactly(
                        "limits.files is only 4096 here, the most that this server may give",
                        "limits.core is only 0 here, the most that this server may give");
        assertThat(enforcement.files(limits)).isEqualTo("4096");
        assertThat(enforcement.core(limits)).isEqualTo("0");
        assertThat(enforcement.files(Limits.NONE) + enforcement.core(Limits.NONE))
                .isEmpty();
    }

    @Test
    void usage_ofATree_isPlausible() throws IOException {
        start(CgroupFixture.ANY.finder);
        plausible();
    }

    @Test
    void usage_withoutCgroups_isPlausibleToo() throws IOException {
        start(CgroupFixture.NONE.finder);
        plausible();
    }

    /** A child spins, another holds 50 MB, the command holds five descriptors more. */
    private void plausible() {
        InstanceId id = host.launch(sh("exec 3</dev/null 4<&3 5<&3 6<&3 7<&3; (exec 3<&- 4<&- 5<&- 6<&- 7<&-;"
                + " while :; do :; done) & (head -c 50000000 /dev/zero; sleep 60) | tail -n 1 & echo up; wait"));
        host.logs(id, "up");
        await().atMost(HostFixture.SOON).untilAsserted(() -> {
            host.host.sampler.round();
            assertThat(host.host.usage(id).memory()).isBetween(45_000_000L, 500_000_000L);
        });

        // It gets what other programs leave to it; and a look that stands still measures too much.
        await().atMost(LONG).untilAsserted(() -> assertThat(percentOver(id, 1)).isBetween(1.0, 120.0));
        assertThat(host.host.usage(id).files()).isBetween(3 * 4 + 5, 60);
        host.host.kill(id);
        host.exit(id);
        host.host.sampler.round();
        assertThat(host.host.usage(id)).isEqualTo(ResourceUsage.UNKNOWN);
    }

    @Test
    void pauseNanos_growsWithTheCostUpToAMinute() {
        long second = 1_000_000_000;
        assertThat(UsageSampler.pauseNanos(0)).isEqualTo(5 * second);
        assertThat(UsageSampler.pauseNanos(second / 20)).isEqualTo(25 * second);
        assertThat(UsageSampler.pauseNanos(second)).isEqualTo(60 * second);
    }

    private double percentOver(InstanceId id, int seconds) {
        host.host.sampler.round();
        long from = System.nanoTime();
        await().atMost(HostFixture.SOON).until(() -> System.nanoTime() - from > seconds * 1_000_000_000L);
        host.host.sampler.round();
        return host.host.usage(id).cpu();
    }

    private String fifo() throws IOException {
        HostFixture.run("mkfifo", dir.resolve("fifo").toString());
        return dir.resolve("fifo").toString();
    }

    private InstanceGroup group(InstanceId id) {
        return CgroupFactory.find(host.settings.homeId()).present().getOrDefault(id.name(), InstanceGroup.NONE);
    }

    private Set<Long> members(InstanceId id) {
        return group(id).pids();
    }

    private static Limits memory(long bytes) {
        return new Limits(bytes, 0, 0, 0, -1);
    }

    private static Limits pids(int most) {
        return new Limits(0, 0, most, 0, -1);
    }
}
