package dev.launcho.core.process;

import static dev.launcho.core.model.Specs.sh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.InstanceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftOversTest {
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
    }

    @Test
    void end_instancesOfADeadServer_areStoppedWithTheirTraces() throws IOException {
        InstanceId one = host.launch(sh("trap 'echo bye; exit' TERM; echo up; while :; do sleep 0.02; done"));
        InstanceId two = host.launch(sh("(setsid sh -c 'echo up; sleep 60' &); sleep 60"));
        host.logs(one, "up");
        host.logs(two, "up");

        assertThat(LeftOvers.end(host.settings)).isEqualTo(2);
        assertThat(host.anyOf(one)).isFalse();
        assertThat(host.anyOf(two)).isFalse();
        assertThat(host.log(one)).contains("bye");
        host.exit(one);
        host.exit(two);
        assertThat(host.settings.work()).isEmptyDirectory();
        assertThat(host.settings.instances()).isDirectoryNotContaining("glob:**.json");
    }

    @Test
    void end_recordWhosePidIsAnothersNow_leavesThatAlone() throws IOException {
        ProcFs.Stat self = ProcFs.stat(ProcessHandle.current().pid()).orElseThrow();
        record(new InstanceId("calm-otter-7"), self.pid(), self.startTicks() - 1, ProcFs.bootId());

        assertThat(LeftOvers.end(host.settings)).isZero();
        assertThat(host.settings.instances()).isDirectoryNotContaining("glob:**.json");
    }

    @Test
    void end_recordFromBeforeAReboot_leavesThePidAlone() throws IOException {
        InstanceId bystander = host.launch(sh("echo up; exec sleep 60"));
        host.logs(bystander, "up");
        long pid = host.pids.get(bystander);
        long ticks = ProcFs.stat(pid).orElseThrow().startTicks();
        new InstanceRecords(host.settings.instances()).remove(bystander);
        record(new InstanceId("calm-otter-8"), pid, ticks, "another-boot");

        assertThat(LeftOvers.end(host.settings)).isZero();
        assertThat(HostFixture.alive(pid)).isTrue();
    }

    @Test
    void end_nothingThere_isDone() throws IOException {
        Files.writeString(host.settings.instances().resolve("calm-otter-3.exit"), "command 0\n");

        assertThat(LeftOvers.end(host.settings)).isZero();
        assertThat(host.settings.instances()).isDirectoryNotContaining("glob:**.exit");
    }

    private void record(InstanceId id, long pid, long ticks, String boot) throws IOException {
        new InstanceRecords(host.settings.instances())
                .write(new InstanceRecords.Entry(id, "app", "v1", 0, pid, ticks, boot, Map.of()));
    }
}
