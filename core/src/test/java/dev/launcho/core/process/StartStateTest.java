package dev.launcho.core.process;

import static dev.launcho.core.model.Specs.sh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.Specs;
import dev.launcho.core.process.cgroup.CgroupFactory;
import dev.launcho.core.process.system.SoftLimits;
import dev.launcho.core.process.system.SystemTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Signals, limits, umask and OOM score that before, the command and checks begin with: nothing of the server's leaks. */
@Tag("attack")
class StartStateTest {
    /** Of the signals 32 and 33 of the C library, which nobody else can use, something else is true. */
    private static final String TELL = "sed -n 's/^Sig\\(Ign\\|Blk\\):.*\\(........\\)\\(........\\)$/\\1 \\2 \\3/p'"
            + " /proc/self/status | sed 's/ 0000000[01] [08]/ _ 0/'; ulimit -S -n; umask; cat /proc/self/oom_score_adj";

    private static final String DEFAULTS = "Blk _ 00000000\nIgn _ 00000000\n" + HostFixture.SOFT_FILES + "\n0022\n0\n";

    /** As one that nohup(1), or the background of a shell, has started. */
    private static final List<String> IGNORING =
            List.of("/bin/sh", "-c", "trap '' HUP INT QUIT PIPE USR1 TERM; umask 077; exec \"$@\"", "sh");

    @TempDir
    Path dir;

    @ParameterizedTest
    @EnumSource(HandoverWay.class)
    void launch_serverIgnoresSignalsAndHasAnotherUmask_allBeginWithTheDefaults(HandoverWay way) throws Exception {
        SystemTools tools = way.tools(dir);
        List<String> words = new ArrayList<>(IGNORING);
        // A server that was started so finds that out itself; this JVM was not, and from 25 on it needs nothing.
        words.addAll(List.of("/usr/bin/env", "--default-signal"));
        try (HostFixture host =
                new HostFixture(dir.resolve("home"), home -> CgroupFactory.none(), tools.behind(words))) {
            ProcessSpec spec = sh("echo ==; " + TELL + "; echo up; exec sleep 60");
            InstanceId id = host.launch(Specs.before(way.loads() ? Specs.env(spec, "a.b", "") : spec, TELL));
            host.logs(id, "up\n");
            assertThat(host.log(id)).isEqualTo(DEFAULTS + "==\n" + DEFAULTS + "up\n");

            host.host.exec(id, List.of("sh", "-c", "{ " + TELL + "; } >checked"), HostFixture.SOON);
            assertThat(host.work(id).resolve("checked")).hasContent(DEFAULTS);
        }
    }

    @Test
    void launch_serverIsTheLastToBeKilled_instancesAreLikeAnyOther() throws IOException {
        Path score = Path.of("/proc/self/oom_score_adj");
        String own = Files.readString(score).trim();
        Files.writeString(score, "50");
        try (HostFixture host = new HostFixture(dir.resolve("home"))) {
            InstanceId id = host.launch(Specs.of("app", "cat", "/proc/self/oom_score_adj"));
            host.exit(id);
            assertThat(host.log(id)).isEqualTo("0\n");
        } finally {
            Files.writeString(score, own);
        }
    }

    @Test
    void launch_hardLimit_isTheServersUntilLimitsFilesSetsBoth() throws IOException {
        try (HostFixture host = new HostFixture(dir.resolve("home"))) {
            InstanceId id = host.launch(sh("ulimit -S -n; ulimit -H -n"));
            host.exit(id);
            assertThat(host.log(id).lines().toList())
                    .containsExactly(
                            HostFixture.SOFT_FILES,
                            HostFixture.run("sh", "-c", "ulimit -H -n").trim());
        }
    }

    @Test
    void files_asHandedOver_orThatOfTheParent_orTheUsual() {
        String hard = HostFixture.run("sh", "-c", "ulimit -H -n").trim();

        assertThat(SoftLimits.files(Map.of(SoftLimits.VARIABLE, "123"))).isEqualTo("123");
        assertThat(SoftLimits.files(Map.of(SoftLimits.VARIABLE, "unlimited"))).isEqualTo(hard);
        assertThat(SoftLimits.files(Map.of(SoftLimits.VARIABLE, "99999999999999")))
                .isEqualTo(hard);
        assertThat(Long.parseLong(SoftLimits.files(Map.of(SoftLimits.VARIABLE, "rubbish"))))
                .isBetween(1L, Long.parseLong(hard));
    }
}
