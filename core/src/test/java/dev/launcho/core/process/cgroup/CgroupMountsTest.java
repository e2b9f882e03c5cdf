package dev.launcho.core.process.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CgroupMountsTest {
    private static final String UNIFIED =
            "31 23 0:28 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate";

    @Test
    void read_unifiedOnly_isTheOneGroup() {
        assertThat(CgroupMounts.read(List.of("0::/system.slice/launcho.service"), List.of(UNIFIED)))
                .containsExactly(new CgroupMounts.Hierarchy(
                        Path.of("/sys/fs/cgroup/system.slice/launcho.service"), true, Set.of()));
    }

    @Test
    void read_hybrid_isOneForEachHierarchy() {
        assertThat(CgroupMounts.read(
                        List.of("4:memory:/a", "2:cpu,cpuacct:/", "1:name=systemd:/b", "0::/"),
                        List.of(
                                "32 31 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpuacct,cpu",
                                "35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory",
                                "41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw")))
                .containsExactly(
                        new CgroupMounts.Hierarchy(Path.of("/sys/fs/cgroup/memory/a"), false, Set.of("memory")),
                        new CgroupMounts.Hierarchy(Path.of("/sys/fs/cgroup/cpu"), false, Set.of("cpu", "cpuacct")),
                        new CgroupMounts.Hierarchy(Path.of("/sys/fs/cgroup/unified"), true, Set.of()));
    }

    @Test
    void read_partOfAHierarchyMounted_countsFromThere() {
        String mount = "35 31 0:32 /docker/abc /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory";

        assertThat(CgroupMounts.read(List.of("4:memory:/docker/abc/x"), List.of(mount)))
                .extracting(CgroupMounts.Hierarchy::own)
                .containsExactly(Path.of("/sys/fs/cgroup/memory/x"));
        assertThat(CgroupMounts.read(List.of("4:memory:/docker/abcd"), List.of(mount)))
                .isEmpty();
    }

    @Test
    void read_groupOutsideOfTheNamespace_isNone() {
        assertThat(CgroupMounts.read(List.of("0::/../other"), List.of(UNIFIED))).isEmpty();
    }
}
