package dev.launcho.core.process.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On folders that look like cgroups: both versions are read and written, whatever this machine has. */
class InstanceGroupTest {
    @TempDir
    Path dir;

    private InstanceGroup group = InstanceGroup.NONE;

    @BeforeEach
    void make() {
        group = new InstanceGroup(List.of(dir));
    }

    @Test
    void outOfMemory_unified_tellsWhoseLimitItWas() throws IOException {
        file("memory.events", "low 0\nhigh 0\nmax 12\noom 0\noom_kill 0\noom_group_kill 0\n");
        assertThat(group.outOfMemory().map(why -> why.words(1000))).isEmpty();
        file("memory.events", "low 0\nhigh 0\nmax 12\noom 1\noom_kill 2\noom_group_kill 1\n");
        assertThat(group.outOfMemory().map(why -> why.words(1_500_000)))
                .contains("out of memory, limits.memory is 1500K");
        file("memory.events", "low 0\nhigh 0\nmax 0\noom 0\noom_kill 1\n");
        assertThat(group.outOfMemory().map(why -> why.words(1000)))
                .contains("out of memory, the machine or the server's own cgroup has no more");
    }

    @Test
    void outOfMemory_firstVersion_tellsWhoseLimitItWas() throws IOException {
        file("memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n");
        file("memory.limit_in_bytes", "9223372036854771712\n");
        file("memory.max_usage_in_bytes", "67100000\n");
        assertThat(group.outOfMemory().map(why -> why.words(0)))
                .get()
                .asString()
                .contains("the machine");
        file("memory.limit_in_bytes", "67108864\n");
        assertThat(group.outOfMemory().map(why -> why.words(64 << 20)))
                .contains("out of memory, limits.memory is 64Mi");
    }

    @Test
    void usage_ofBothVersions_isRead() throws IOException {
        assertThat(group.memory()).isNegative();
        assertThat(group.cpuMicros()).isNegative();
        file("cpuacct.usage", "7000000\n");
        file("memory.usage_in_bytes", "0\n");
        assertThat(group.memory()).as("nothing is charged yet").isNegative();
        file("memory.usage_in_bytes", "1000\n");
        file("memory.stat", "inactive_file 1\ntotal_inactive_file 300\n");
        assertThat(group.cpuMicros()).isEqualTo(7000);
        assertThat(group.memory()).isEqualTo(700);
        file("cpu.stat", "usage_usec 99\nuser_usec 1\n");
        file("memory.current", "5000\n");
        file("memory.stat", "anon 1\ninactive_file 4000\n");
        assertThat(group.cpuMicros()).isEqualTo(99);
        assertThat(group.memory()).isEqualTo(1000);
    }

    @Test
    void set_unified_writesEachLimit() throws IOException {
        for (String name : List.of("memory.max", "memory.swap.max", "memory.oom.group", "cpu.max", "pids.max")) {
            file(name, "");
        }
        CgroupLimits.set(List.of(dir), new Limits(64_000_000, 500, 100, 0, -1), controller -> true);

        assertThat(dir.resolve("memory.max")).hasContent("64000000");
        assertThat(dir.resolve("memory.swap.max")).hasContent("0");
        assertThat(dir.resolve("memory.oom.group")).hasContent("1");
        assertThat(dir.resolve("cpu.max")).hasContent("50000 100000");
        assertThat(dir.resolve("pids.max")).hasContent("101");
    }

    private void file(String name, String text) throws IOException {
        Files.writeString(dir.resolve(name), text);
    }
}
