package dev.launcho.core.process.cgroup;

import dev.launcho.core.failure.OutOfMemory;
import dev.launcho.core.process.kernel.CgroupFiles;
import dev.launcho.core.process.kernel.ProcFs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The cgroups of one instance, one in each hierarchy; without any, nothing is known and nothing is done. Immutable. */
public record InstanceGroup(List<Path> dirs) {
    /** The kernel asks for memory in batches of 64 pages, so the last bytes below a limit may never be used. */
    private static final long CHARGE_BYTES = 64L * ProcFs.PAGE_BYTES;

    /** Processes that a check may have at a time: its shells and its command. */
    private static final int CHECKS_PROCESSES = 4;

    public static final InstanceGroup NONE = new InstanceGroup(List.of());

    public InstanceGroup {
        dirs = List.copyOf(dirs);
    }

    /** Returns the files by which the shim joins the groups, one a line. */
    public String joins() {
        return dirs.stream().map(dir -> dir.resolve("cgroup.procs").toString()).collect(Collectors.joining("\n"));
    }

    /** Returns the members alive now. */
    public Set<Long> pids() {
        Set<Long> pids = new HashSet<>();
        dirs.forEach(dir -> pids.addAll(CgroupFiles.pids(dir)));
        return pids;
    }

    /** Kills all members at once where the kernel can (Linux 5.14), else keeps them from forking while they are killed. */
    public void kill() {
        for (Path dir : dirs) {
            Path kill = dir.resolve("cgroup.kill");
            boolean killed = Files.exists(kill) && CgroupFiles.tryWrite(kill, "1");
            if (!killed && Files.exists(dir.resolve("pids.max"))) {
                CgroupFiles.tryWrite(dir.resolve("pids.max"), "0");
            }
        }
    }

    /**
     * Returns why the kernel killed a member for memory, if it did. Call it while the groups exist.
     */
    public Optional<OutOfMemory> outOfMemory() {
        for (Path dir : dirs) {
            Path events = dir.resolve("memory.events");
            if (CgroupFiles.field(events, "oom_kill") > 0) {
                return Optional.of(reason(CgroupFiles.field(events, "oom") > 0));
            }
            if (CgroupFiles.field(dir.resolve("memory.oom_control"), "oom_kill") > 0) {
                return Optional.of(reason(reached(dir, "memory.") || reached(dir, "memory.memsw.")));
            }
        }
        return Optional.empty();
    }

    /** Compares the peak with the limit. Does not use failcnt, which stays 0 where memory and swap have one limit (seen on Linux 6.18). */
    private static boolean reached(Path dir, String lead) {
        long limit = CgroupFiles.number(dir.resolve(lead + "limit_in_bytes"));
        long most = CgroupFiles.number(dir.resolve(lead + "max_usage_in_bytes"));
        return most > 0 && most >= limit - CHARGE_BYTES;
    }

    private static OutOfMemory reason(boolean ownLimit) {
        return ownLimit ? OutOfMemory.OWN_LIMIT : OutOfMemory.MACHINE;
    }

    /** Returns the CPU time of all members, also those that have ended, in microseconds; negative where it is not counted. */
    public long cpuMicros() {
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

    /**
     * Returns the bytes of memory that can't be reclaimed at once, as kubectl top and docker stats show; negative where unknown.
     * A group to which nothing is charged is unknown, too: what a process touched before it joined counts elsewhere.
     */
    public long memory() {
        for (Path dir : dirs) {
            long unified = CgroupFiles.number(dir.resolve("memory.current"));
            long used = unified >= 0 ? unified : CgroupFiles.number(dir.resolve("memory.usage_in_bytes"));
            if (used > 0) {
                String inactive = unified >= 0 ? "inactive_file" : "total_inactive_file";
                return Math.max(0, used - Math.max(0, CgroupFiles.field(dir.resolve("memory.stat"), inactive)));
            }
        }
        return -1;
    }

    /** Returns whether the members are nearly as many as they may be: a check that could not fork was a few of them. */
    public boolean isFull() {
        for (Path dir : dirs) {
            long most = CgroupFiles.number(dir.resolve("pids.max")); // Negative for "max".
            if (most >= 0 && CgroupFiles.number(dir.resolve("pids.current")) + CHECKS_PROCESSES >= most) {
                return true;
            }
        }
        return false;
    }

    /** Blocks for half a second at most for each group. @return false if a group remains because a member can't be killed */
    public boolean remove() {
        boolean all = true;
        for (Path dir : dirs) {
            all &= CgroupFactory.removeFolder(dir);
        }
        return all;
    }
}
