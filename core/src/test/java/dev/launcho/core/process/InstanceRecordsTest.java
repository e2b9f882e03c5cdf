package dev.launcho.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.InstanceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
            List.of(Path.of("/sys/fs/cgroup/a b")));

    @TempDir
    Path dir;

    @Test
    void write_thenAll_isTheSame() throws IOException {
        InstanceRecords records = new InstanceRecords(dir);
        records.write(ENTRY);

        assertThat(records.all()).containsExactly(ENTRY);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("calm-otter-1.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void all_damagedOnes_arePassedOver() throws IOException {
        InstanceRecords records = new InstanceRecords(dir);
        records.write(ENTRY);
        Files.writeString(dir.resolve("torn-fox-2.json"), "{\"instance\":\"torn-f");
        Files.writeString(dir.resolve("empty-fox-3.json"), "");
        Files.writeString(dir.resolve("odd-fox-4.json"), "{\"instance\":\"../../etc\",\"ports\":{\"a\":\"x\"}}");
        Files.write(dir.resolve("binary-fox-5.json"), new byte[] {(byte) 0xff, 0, (byte) 0xfe});

        assertThat(records.all()).containsExactly(ENTRY);
    }

    @Test
    void remove_withTheFilesOfItsShim_leavesNothing() throws IOException {
        InstanceRecords records = new InstanceRecords(dir);
        records.write(ENTRY);
        Files.writeString(dir.resolve("calm-otter-1.started"), "");
        Files.writeString(dir.resolve("calm-otter-1.exit"), "command 0\n");
        records.remove(ENTRY.id());

        assertThat(dir).isEmptyDirectory();
    }
}
