package dev.launcho.core.process;

import static dev.launcho.core.model.Specs.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.failure.Exit;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.Specs;
import dev.launcho.core.process.cgroup.CgroupFactory;
import dev.launcho.core.process.kernel.ProcFs;
import dev.launcho.core.process.system.SystemTools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Arguments can be read by everybody on a machine: what an instance is given is in none, and in no file. */
@Tag("attack")
class ArgumentSecrecyTest {
    @TempDir
    Path dir;

    private final String value = "v-" + UUID.randomUUID();
    private final String script = "b-" + UUID.randomUUID();

    private ProcessSpec spec(HandoverWay way) {
        ProcessSpec spec = Specs.env(sh("echo up; exec sleep 60"), "TOKEN", value);
        spec = Specs.before(spec, ": " + script + "; echo before; read -r go <" + dir.resolve("go"));
        return way.loads() ? Specs.env(spec, "to.ken", value) : spec;
    }

    @ParameterizedTest
    @EnumSource(HandoverWay.class)
    void launch_whileBeforeAndCommandRun_nothingIsInAnArgumentOrFile(HandoverWay way) throws Exception {
        Path go = dir.resolve("go");
        HostFixture.run("mkfifo", go.toString());
        try (HostFixture host = new HostFixture(dir.resolve("home"), home -> CgroupFactory.none(), way.tools(dir))) {
            InstanceId id = host.launch(spec(way));
            host.logs(id, "before");
            assertThat(arguments()).doesNotContain(value).doesNotContain(script).contains(id.name());
            assertThat(files()).doesNotContain(value).doesNotContain(script);
            Files.writeString(go, "go\n");
            host.logs(id, "up");
            assertThat(arguments()).doesNotContain(value).doesNotContain(script);
        }
    }

    /** Of all processes of the machine. */
    private static String arguments() {
        return ProcFs.all().stream().map(p -> argumentsOf(p.pid())).collect(Collectors.joining("\n"));
    }

    private static String argumentsOf(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException endedMeanwhile) {
            return "";
        }
    }

    private String files() throws IOException {
        try (Stream<Path> all = Files.walk(dir.resolve("home"))) {
            return all.filter(Files::isRegularFile).map(HostFixture::read).collect(Collectors.joining("\n"));
        }
    }

    @ParameterizedTest
    @EnumSource(HandoverWay.class)
    void launch_allExecutionsTraced_nothingIsInAnArgument(HandoverWay way) throws Exception {
        Path strace = Path.of("/usr/bin/strace");
        assumeThat(strace).as("strace of this machine").exists();
        HostFixture.run("mkfifo", dir.resolve("go").toString());
        Path trace = dir.resolve("trace");
        // Without -v the environment is told as "/* 9 vars */", and arguments whole.
        SystemTools tools = way.tools(dir)
                .behind(List.of(
                        strace.toString(),
                        "-f",
                        "-A",
                        "-o",
                        trace.toString(),
                        "-s",
                        "1000000",
                        "-e",
                        "trace=execve",
                        "--"));
        try (HostFixture host = new HostFixture(dir.resolve("home"), home -> CgroupFactory.none(), tools)) {
            InstanceId id = host.launch(spec(way));
            host.logs(id, "before");
            Files.writeString(dir.resolve("go"), "go\n");
            host.logs(id, "up");
            host.host.exec(id, List.of("sh", "-c", "test -n \"$TOKEN\""), HostFixture.SOON);
            // Killed before, it would not have executed the last of its programs.
            await().atMost(HostFixture.SOON)
                    .untilAsserted(() -> assertThat(HostFixture.read(trace)).contains("\"sleep\", \"60\""));
            host.host.kill(id);
            assertThat(host.exit(id).stage()).isEqualTo(Exit.Stage.COMMAND);
        }
        await().atMost(HostFixture.SOON)
                .untilAsserted(() -> assertThat(Files.readString(trace, StandardCharsets.ISO_8859_1))
                        .contains("\"sleep\", \"60\"")
                        .contains("test -n")
                        .doesNotContain(value)
                        .doesNotContain(script));
    }
}
