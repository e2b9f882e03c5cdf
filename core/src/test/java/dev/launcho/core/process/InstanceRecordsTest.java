package dev.launcho.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.InstanceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceRecordsTest {
    private static final InstanceRecords.Entry ENTRY = new InstanceRecords.Entry(
            new InstanceId("calm-otter-1"),
            "web",
            "abc",
            2,
            4711,
            123_456_789_012L,
            "boot",
            Map.of("http", 7000),
            List.of(Path.of("/sys/fs/cgroup/a b")),
            "home/5ec7e7/calm-otter-1",
            4_294_967_294L);

    @TempDir
    Path dir;

    private final List<String> warnings = new ArrayList<>();

    @Test
    void write_thenAll_isTheSame() throws IOException {
        InstanceRecords records = new InstanceRecords(dir, warnings::add);
        records.write(ENTRY);

        assertThat(records.all(id -> {})).containsExactly(ENTRY);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("calm-otter-1.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void all_recordOfAnEarlierServer_hasNeitherMarkNorUser() throws IOException {
        Files.writeString(
                dir.resolve("calm-otter-1.json"),
                "{\"instance\":\"calm-otter-1\",\"process\":\"web\",\"version\":\"abc\",\"slot\":2,\"pid\":4711,"
                        + "\"startTicks\":5,\"boot\":\"boot\",\"ports\":{},\"groups\":[]}");

        assertThat(new InstanceRecords(dir, warnings::add).all(id -> {}))
                .containsExactly(new InstanceRecords.Entry(
                        new InstanceId("calm-otter-1"), "web", "abc", 2, 4711, 5, "boot", Map.of(), List.of()));
    }

    @Test
    void all_damagedOnes_areSetAsideAndTold() throws IOException {
        InstanceRecords records = new InstanceRecords(dir, warnings::add);
        records.write(ENTRY);
        Files.writeString(dir.resolve("torn-fox-2.json"), "{\"instance\":\"torn-f");
        Files.writeString(dir.resolve("empty-fox-3.json"), "");
        Files.writeString(dir.resolve("odd-fox-4.json"), "{\"instance\":\"../../etc\",\"ports\":{\"a\":\"x\"}}");
        Files.write(dir.resolve("binary-fox-5.json"), new byte[] {(byte) 0xff, 0, (byte) 0xfe});
        Files.writeString(dir.resolve("half-fox-6.json"), "{\"instance\":\"half-fox-6\",\"process\":\"web\"}");
        Files.copy(dir.resolve("calm-otter-1.json"), dir.resolve("other-fox-7.json"));

        assertThat(records.all(id -> {})).containsExactly(ENTRY);
        assertThat(warnings)
                .hasSize(6)
                .contains("torn-fox-2.json could not be read and was set aside as torn-fox-2.json.damaged: its"
                        + " processes are stopped");
        assertThat(records.all(id -> {})).containsExactly(ENTRY);
        assertThat(warnings).hasSize(6);
    }

    @Test
    void remove_withTheFilesOfItsShim_leavesNothing() throws IOException {
        InstanceRecords records = new InstanceRecords(dir, warnings::add);
        records.write(ENTRY);
        Files.writeString(dir.resolve("calm-otter-1.started"), "");
        Files.writeString(dir.resolve("calm-otter-1.exit"), "command 0\n");
        records.remove(ENTRY.id());

        assertThat(dir).isEmptyDirectory();
    }
}
