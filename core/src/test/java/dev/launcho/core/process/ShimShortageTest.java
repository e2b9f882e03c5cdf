package dev.launcho.core.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.launcho.core.failure.Exit;
import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.failure.ServerShortage;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Limits;
import dev.launcho.core.process.cgroup.CgroupFactory;
import dev.launcho.core.process.cgroup.InstanceGroup;
import dev.launcho.core.process.kernel.CgroupFiles;
import dev.launcho.core.process.system.ExecContext;
import dev.launcho.core.process.system.LaunchInput;
import dev.launcho.core.process.system.ProcessTable;
import dev.launcho.core.process.system.SoftLimits;
import dev.launcho.core.process.system.SystemTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A shim that gets no process or no file, with each shell: that is told as a lack of this machine, not as the instance's exit. */
class ShimShortageTest {
    private static final Exit NO_PROCESS =
            Exit.notLaunched(FailureKind.NO_PROCESS.words()).lacking(FailureKind.NO_PROCESS);
    private static final Exit DISK_FULL =
            Exit.notLaunched(FailureKind.DISK_FULL.words()).lacking(FailureKind.DISK_FULL);

    @TempDir
    Path dir;

    private InstanceGroup group = InstanceGroup.NONE;
    private Optional<Path> disk = Optional.empty();

    @AfterEach
    void end() throws Exception {
        group.remove();
        if (disk.isPresent()) {
            new ProcessBuilder("umount", "--lazy", disk.get().toString())
                    .start()
                    .waitFor();
        }
    }

    /** Makes the instance's group. Returns the file that bounds its processes. */
    private Path bounded() throws IOException {
        CgroupFactory cgroups = CgroupFixture.ANY
                .limiting("pids")
                .apply("home-" + ProcessHandle.current().pid());
        group = cgroups.make(new InstanceId("calm-otter-9"), new Limits(0, 0, 40, 0, -1));
        return group.dirs().stream()
                .map(g -> g.resolve("pids.max"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
    }

    /** Makes a disk on which no file fits. */
    private Path full() throws Exception {
        Path mount = Files.createDirectories(dir.resolve("disk"));
        assumeTrue(
                new ProcessBuilder("mount", "-t", "tmpfs", "-o", "nr_inodes=1", "launcho-test", mount.toString())
                                .start()
                                .waitFor()
                        == 0,
                "this user may not mount a small disk");
        disk = Optional.of(mount);
        return mount;
    }

    /** @return the shim's own exit status */
    private int run(SystemTools tools, Path run, String before, String command) throws Exception {
        Shim.Confines confines = new Shim.Confines("", "", new SoftLimits("", "", ""), group);
        LaunchInput input = LaunchInput.of(tools, Map.of("COLOUR", "blue"), before, List.of("/bin/sh", "-c", command));
        Process process = new Shim(dir, tools)
                .start(input, HostFixture.plain(Map.of(), dir), "home/calm-otter-9", confines, run, dir.resolve("log"));
        input.go(process.getOutputStream());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @ParameterizedTest
    @EnumSource(names = {"DASH", "BASH", "BUSYBOX"})
    void start_noProcessForTheCommand_isALackOfProcesses(HandoverWay way) throws Exception {
        SystemTools tools = way.tools(dir);
        Path run = dir.resolve("calm-otter-9");
        CgroupFiles.write(bounded(), "1");

        int status = run(tools, run, "", "echo ran");

        assertThat(Shim.exitOf(run, status)).isEqualTo(NO_PROCESS);
        assertThat(Shim.exitOf(run, -1)).as("as the next server sees it").isEqualTo(NO_PROCESS);
        assertThat(Shim.started(run)).doesNotExist();
        assertThat(dir.resolve("log")).content().isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"DASH", "BUSYBOX"})
    void start_noProcessForBefore_orToReadTheInput_isALackOfProcesses(HandoverWay way) throws Exception {
        SystemTools tools = way.tools(dir);
        Path run = dir.resolve("calm-otter-9");
        Path bound = bounded();
        CgroupFiles.write(bound, "1");

        assertThat(Shim.exitOf(run, run(tools, run, "echo ran", "echo ran"))).isEqualTo(NO_PROCESS);
        Shim.clean(run);
        String join = "echo 0 >" + bound.resolveSibling("cgroup.procs") + "; exec \"$@\"";
        SystemTools joined = tools.behind(List.of("/bin/sh", "-c", join, "sh"));
        assertThat(Shim.exitOf(run, run(joined, run, "", "echo ran"))).isEqualTo(NO_PROCESS);
        assertThat(dir.resolve("log")).content().isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"DASH", "BASH", "BUSYBOX"})
    void finish_noProcessIsLeft_theExitIsTheCommands(HandoverWay way) throws Exception {
        SystemTools tools = way.tools(dir);
        Path run = dir.resolve("calm-otter-9");
        Path bound = bounded();
        String fill = "echo 1 >" + bound + "; exit ";

        for (int status : new int[] {0, 2, 7}) {
            assertThat(run(tools, run, "", fill + status)).isEqualTo(status);
            assertThat(Shim.exitOf(run, -1)).isEqualTo(Exit.of(Exit.Stage.COMMAND, status));
            Shim.clean(run);
            CgroupFiles.write(bound, "40");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DASH", "BASH", "BUSYBOX"})
    void start_noFileFitsOnTheDisk_isALackOfDisk(HandoverWay way) throws Exception {
        SystemTools tools = way.tools(dir);
        Path run = full().resolve("calm-otter-9");

        int status = run(tools, run, "true", "echo ran");

        assertThat(Shim.exitOf(run, status)).isEqualTo(DISK_FULL);
        assertThat(dir.resolve("log")).content().isEmpty();
    }

    /**
     * With each number of processes that may be left, a check that is well is well or not made: it never fails. Not with bash, which
     * takes 15 s to give up a fork.
     */
    @ParameterizedTest
    @EnumSource(names = {"DASH", "BUSYBOX", "PERL"})
    void run_checkWithFewProcessesLeft_neverFails(HandoverWay way) throws Exception {
        Path bound = bounded();
        String join = "echo 0 >" + bound.resolveSibling("cgroup.procs") + "; exec \"$@\"";
        CheckCommand checks = new CheckCommand(
                way.tools(dir).behind(List.of("/bin/sh", "-c", join, "sh")),
                new ProcessTable(),
                new SoftLimits("", "", ""));
        ExecContext in = HostFixture.plain(way.loads() ? Map.of("a.b", "dot") : Map.of(), dir);
        List<String> results = new ArrayList<>();
        for (int left = 1; left <= 12; left++) {
            // Those that have ended count until they are reaped.
            await().atMost(HostFixture.SOON)
                    .until(() -> Files.readString(bound.resolveSibling("pids.current"))
                            .equals("0\n"));
            CgroupFiles.write(bound, "" + left);
            try {
                results.add("" + checks.run(in, InstanceGroup.NONE, List.of("/bin/true"), Duration.ofSeconds(60)));
            } catch (ServerShortage lacking) {
                results.add(lacking.kind().toString());
            }
        }

        assertThat(results).startsWith("NO_PROCESS").endsWith("0").containsOnly("NO_PROCESS", "0");
    }

    /** An instance that has used up its limits.pids does not get a pass. */
    @ParameterizedTest
    @EnumSource(names = {"DASH", "BUSYBOX", "PERL"})
    void run_checkOfAnInstanceAtItsLimit_fails(HandoverWay way) throws Exception {
        Path bound = bounded();
        CheckCommand checks = new CheckCommand(way.tools(dir), new ProcessTable(), new SoftLimits("", "", ""));
        ExecContext in = HostFixture.plain(way.loads() ? Map.of("a.b", "dot") : Map.of(), dir);

        CgroupFiles.write(bound, "1");
        assertThat(checks.run(in, group, List.of("/bin/true"), Duration.ofSeconds(60)))
                .isEqualTo(2);
        CgroupFiles.write(bound, "40");
        assertThat(checks.run(in, group, List.of("/bin/true"), Duration.ofSeconds(60)))
                .isZero();
    }

    @Test
    void exitOf_lineWithoutItsEnd_isNotBelieved() throws IOException {
        Path run = dir.resolve("calm-otter-9");
        Path exit = Files.writeString(dir.resolve("calm-otter-9.exit"), "command 13");

        assertThat(Shim.hasExited(run)).isFalse();
        assertThat(Shim.exitOf(run, 137)).isEqualTo(Exit.of(Exit.Stage.BEFORE, 137));
        assertThat(Shim.exitOf(run, 3))
                .as("known, though it is written nowhere")
                .isEqualTo(Exit.of(Exit.Stage.BEFORE, 3));
        assertThat(Shim.exitOf(run, 125)).isEqualTo(DISK_FULL);
        Files.writeString(exit, "disk 125\n");
        assertThat(Shim.hasExited(run)).isTrue();
        assertThat(Shim.exitOf(run, -1)).isEqualTo(DISK_FULL);
        Files.writeString(exit, "command 137\n");
        assertThat(Shim.exitOf(run, 2)).isEqualTo(Exit.of(Exit.Stage.COMMAND, 137));
    }
}
