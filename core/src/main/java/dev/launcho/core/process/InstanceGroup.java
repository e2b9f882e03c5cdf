package dev.launcho.core.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The cgroups of one instance, one in each hierarchy; without any, it tells nothing and does nothing. Immutable. */
record InstanceGroup(List<Path> dirs) {
    static final InstanceGroup NONE = new InstanceGroup(List.of());

    InstanceGroup {
        dirs = List.copyOf(dirs);
    }

    /** What the shim writes itself into: a line each. */
    String joins() {
        return dirs.stream().map(dir -> dir.resolve("cgroup.procs").toString()).collect(Collectors.joining("\n"));
    }

    /** Its members alive now. */
    Set<Long> pids() {
        Set<Long> pids = new HashSet<>();
        dirs.forEach(dir -> pids.addAll(CgroupFiles.pids(dir)));
        return pids;
    }

    /** Kills all members at once where the kernel can (Linux 5.14), else keeps them from forking while they are killed. */
    void kill() {
        for (Path dir : dirs) {
            Path kill = dir.resolve("cgroup.kill");
            boolean killed = Files.exists(kill) && CgroupFiles.tryWrite(kill, "1");
            if (!killed && Files.exists(dir.resolve("pids.max"))) {
                CgroupFiles.tryWrite(dir.resolve("pids.max"), "0");
            }
        }
    }

    /** Blocks for half a second at most. @return false if a group is still there, because of a member that can't be killed */
    boolean remove() {
        boolean all = true;
        for (Path dir : dirs) {
            all &= Cgroups.removeFolder(dir);
        }
        return all;
    }
}
