package dev.launcho.core.process;

import dev.launcho.core.model.ByteSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The cgroups of one instance, one in each hierarchy; without any, it tells nothing and does nothing. Immutable. */
record InstanceGroup(List<Path> dirs) {
    /** The kernel asks for memory in batches of 64 pages, so the last bytes below a limit may never be used. */
    private static final long CHARGE_BYTES = 64L * ProcFs.PAGE_BYTES;

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

    /**
     * Why the kernel killed a member for memory, if it did; to be asked while the groups are there.
     *
     * @param limit that it was given, bytes; 0 = none, or not known
     */
    Optional<String> outOfMemory(long limit) {
        for (Path dir : dirs) {
            Path events = dir.resolve("memory.events");
            if (CgroupFiles.field(events, "oom_kill") > 0) {
                return Optional.of(reason(CgroupFiles.field(events, "oom") > 0, limit));
            }
            if (CgroupFiles.field(dir.resolve("memory.oom_control"), "oom_kill") > 0) {
                return Optional.of(reason(reached(dir, "memory.") || reached(dir, "memory.memsw."), limit));
            }
        }
        return Optional.empty();
    }

    /** Not by failcnt: that stays 0 where memory and swap have one limit (seen on Linux 6.18). */
    private static boolean reached(Path dir, String lead) {
        long limit = CgroupFiles.number(dir.resolve(lead + "limit_in_bytes"));
        long most = CgroupFiles.number(dir.resolve(lead + "max_usage_in_bytes"));
        return most > 0 && most >= limit - CHARGE_BYTES;
    }

    private static String reason(boolean own, long limit) {
        if (!own) {
            return "out of memory, the machine or the server's own cgroup has no more";
        }
        return limit > 0
                ? "out of memory, limits.memory is " + ByteSize.format(limit)
                : "out of memory, over limits.memory";
    }

    /** CPU time used by members, those that have ended too; negative where it is not counted. Microseconds. */
    long cpuMicros() {
        for (Path dir : dirs) {
            long unified = CgroupFiles.field(dir.resolve("cpu.stat"), "usage_usec");
            if (unified >= 0) {
                return unified;
            }
            long nanos = CgroupFiles.number(dir.resolve("cpuacct.usage"));
            if (nanos >= 0) {
                return nanos / 1000;
            }
        }
        return -1;
    }

    /** Memory that could not be had back at once, as kubectl top and docker stats tell it; negative where unknown. */
    long memory() {
        for (Path dir : dirs) {
            long unified = CgroupFiles.number(dir.resolve("memory.current"));
            long used = unified >= 0 ? unified : CgroupFiles.number(dir.resolve("memory.usage_in_bytes"));
            if (used >= 0) {
                String inactive = unified >= 0 ? "inactive_file" : "total_inactive_file";
                return Math.max(0, used - Math.max(0, CgroupFiles.field(dir.resolve("memory.stat"), inactive)));
            }
        }
        return -1;
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
