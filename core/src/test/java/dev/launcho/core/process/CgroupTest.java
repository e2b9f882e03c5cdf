package dev.launcho.core.process;

import static dev.launcho.core.model.Specs.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.Specs;
import dev.launcho.core.process.cgroup.CgroupFactory;
import dev.launcho.core.process.cgroup.InstanceGroup;
import dev.launcho.core.process.system.LaunchInput;
import dev.launcho.core.process.system.SoftLimits;
import dev.launcho.core.process.system.SystemTools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The groups of instances: who is in them, and that nothing of them stays. */
class CgroupTest {
    /** Twice forked, in a session of its own, deaf to SIGTERM, its environment erased. */
    private static final String DAEMON = "(setsid env -i sh -c 'trap \"\" TERM; echo $$ >&2; echo daemon;"
            + " while :; do sleep 0.05; done' >>/dev/stdout 2>$0 &)";

    @TempDir
    Path dir;

    private HostFixture host;

    private void start(CgroupFixture cgroups) throws IOException {
        host = new HostFixture(dir.resolve("home"), cgroups.needed());
    }

    @AfterEach
    void end() {
        if (host != null) {
            host.close();
            assertThat(host.warnings).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = CgroupFixture.class,
            names = {"UNIFIED", "FIRST_VERSION"})
    void kill_daemonThatHidesEverywhereElse_isReached(CgroupFixture cgroups) throws IOException {
        start(cgroups);
        InstanceId id = host.launch(sh(DAEMON.replace("$0", pidFile().toString()) + "; sleep 60"));
        host.logs(id, "daemon");
        long daemon = daemon();
        host.host.signal(id, "TERM");
        host.exit(id);

        assertThat(HostFixture.alive(daemon)).isFalse();
        assertThat(groups(id)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = CgroupFixture.class,
            names = {"UNIFIED", "FIRST_VERSION"})
    void exited_commandLeavesSuchADaemon_isToldOnceThatIsGoneToo(CgroupFixture cgroups) throws IOException {
        start(cgroups);
        InstanceId id = host.launch(sh(
                DAEMON.replace("$0", pidFile().toString()) + "; until [ -s " + pidFile() + " ]; do sleep 0.02; done"));
        host.exit(id);

        assertThat(HostFixture.alive(daemon())).isFalse();
        assertThat(groups(id)).isEmpty();
    }

    @Test
    void kill_noCgroups_daemonWithTheMarkIsReached() throws IOException {
        host = new HostFixture(dir.resolve("home"), CgroupFixture.NONE.finder);
        InstanceId id = host.launch(sh("(setsid sh -c 'trap \"\" TERM; echo $$ >" + pidFile()
                + "; echo up; while :; do sleep 0.05; done' &) ; sleep 60"));
        host.logs(id, "up");
        host.host.kill(id);
        host.exit(id);

        assertThat(HostFixture.alive(daemon())).isFalse();
    }

    @Test
    void kill_noCgroups_daemonInTheSessionIsReached() throws IOException {
        host = new HostFixture(dir.resolve("home"), CgroupFixture.NONE.finder);
        InstanceId id = host.launch(sh("(env -i sh -c 'trap \"\" TERM; echo $$ >" + pidFile()
                + "; echo up; while :; do sleep 0.05; done' &) ; sleep 60"));
        host.logs(id, "up");
        host.host.kill(id);
        host.exit(id);

        assertThat(HostFixture.alive(daemon())).isFalse();
    }

    @Test
    void survivors_adopted_keepItsGroup() throws IOException {
        start(CgroupFixture.ANY);
        InstanceId id = host.launch(sh(DAEMON.replace("$0", pidFile().toString()) + "; sleep 60"));
        host.logs(id, "daemon");

        try (LocalProcessHost second =
                new LocalProcessHost(host.settings, new HostFixture.Deaf(), CgroupFactory.none())) {
            second.adopt(host.asLaunched(id, sh("")));
            second.kill(id);
            await().atMost(HostFixture.SOON).until(() -> !HostFixture.alive(daemon()));
        }
        host.exit(id);
        assertThat(groups(id)).isEmpty();
    }

    @Test
    void survivors_groupOfAnInstanceNobodyKnows_isEmptiedAndRemoved() throws IOException {
        start(CgroupFixture.ANY);
        InstanceId id = host.launch(sh(DAEMON.replace("$0", pidFile().toString()) + "; sleep 60"));
        host.logs(id, "daemon");
        new InstanceRecords(host.settings.instances(), host.warnings::add).remove(id);

        new LocalProcessHost(host.settings, new HostFixture.Deaf()).close();

        assertThat(HostFixture.alive(daemon())).isFalse();
        assertThat(groups(id)).isEmpty();
    }

    @Test
    void survivors_groupOfARunningInstance_isLeftAlone() throws IOException {
        start(CgroupFixture.ANY);
        InstanceId id = host.launch(sh("echo up; exec sleep 60"));
        host.logs(id, "up");

        new LocalProcessHost(host.settings, new HostFixture.Deaf()).close();

        assertThat(HostFixture.alive(host.pids.get(id))).isTrue();
        assertThat(groups(id)).isNotEmpty();
    }

    @Test
    void launch_environmentNamedLikeTheShimsVariables_arrives() throws IOException {
        start(CgroupFixture.ANY);
        ProcessSpec spec = Specs.env(sh("echo $run $uid $before"), "run", "a");
        spec = Specs.env(Specs.env(spec, "uid", "b"), "before", "c");
        InstanceId id = host.launch(spec);
        host.exit(id);

        assertThat(host.log(id)).isEqualTo("a b c\n");
    }

    @Test
    void exited_groupGoneBeforeItCouldJoin_isToldAsNotLaunched() throws Exception {
        start(CgroupFixture.ANY);
        Path run = host.settings.instances().resolve("calm-otter-9");
        SystemTools tools = SystemTools.find(host.warnings::add);
        LaunchInput input = LaunchInput.of(tools, Map.of(), "", List.of("echo", "ran"));
        Process process = new Shim(host.settings.instances(), tools)
                .start(
                        input,
                        HostFixture.plain(Map.of(), dir),
                        "home/calm-otter-9",
                        new Shim.Confines(
                                "",
                                "",
                                new SoftLimits("", "", ""),
                                new InstanceGroup(List.of(dir.resolve("no such group")))),
                        run,
                        dir.resolve("log"));
        input.go(process.getOutputStream());

        assertThat(process.waitFor()).isEqualTo(125);
        assertThat(Shim.exitOf(run, 125).describe())
                .isEqualTo("could not be launched: it could not join its cgroups; were they removed?");
        assertThat(dir.resolve("log")).isEmptyFile();
    }

    private Path pidFile() {
        return dir.resolve("daemon.pid");
    }

    /** Below the pid the shell may have said that it can't fork any more. */
    private long daemon() {
        return Long.parseLong(HostFixture.read(pidFile()).lines().findFirst().orElseThrow());
    }

    private Collection<Path> groups(InstanceId id) {
        return CgroupFactory.find(host.settings.homeId())
                .present()
                .getOrDefault(id.name(), InstanceGroup.NONE)
                .dirs();
    }
}
