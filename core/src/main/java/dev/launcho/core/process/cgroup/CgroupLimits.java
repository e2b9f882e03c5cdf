package dev.launcho.core.process.cgroup;

import dev.launcho.core.disk.FileFailure;
import dev.launcho.core.model.Limits;
import dev.launcho.core.process.kernel.CgroupFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Writes the limits of an instance into its groups, each into the group that has a file for it. */
final class CgroupLimits {
    private static final int PERIOD_MICROS = 100_000;

    /** Files of version 2, then of version 1. */
    private static final List<String> MEMORY = List.of("memory.max", "memory.limit_in_bytes");

    private static final List<String> CPU = List.of("cpu.max", "cpu.cfs_quota_us");
    private static final List<String> PIDS = List.of("pids.max");

    private CgroupLimits() {}

    /** @param held whether this server's groups can enforce {@code memory}, {@code cpu}, {@code pids}; other limits are skipped */
    static void set(List<Path> dirs, Limits limits, Predicate<String> held) throws IOException {
        if (limits.memory() > 0 && held.test("memory")) {
            String bytes = Long.toString(limits.memory());
            write(dirs, "memory", MEMORY, Map.of("memory.max", bytes, "memory.limit_in_bytes", bytes));
            swap(dirs, bytes);
        }
        if (limits.milliCpu() > 0 && held.test("cpu")) {
            long quota = Math.max(1000, (long) PERIOD_MICROS * limits.milliCpu() / 1000);
            write(
                    dirs,
                    "cpu",
                    CPU,
                    Map.of("cpu.max", quota + " " + PERIOD_MICROS, "cpu.cfs_quota_us", Long.toString(quota)));
        }
        if (limits.pids() > 0 && held.test("pids")) {
            // The shim does not count against the user's limit.
            write(dirs, "pids", PIDS, Map.of("pids.max", Integer.toString(limits.pids() + 1)));
        }
    }

    private static void write(List<Path> dirs, String limit, List<String> files, Map<String, String> values)
            throws IOException {
        for (Path dir : dirs) {
            for (String file : files) {
                if (Files.exists(dir.resolve(file))) {
                    try {
                        CgroupFiles.write(dir.resolve(file), values.get(file));
                    } catch (IOException e) {
                        throw new IOException("limits." + limit + ": could not write " + values.get(file) + " to "
                                + dir.resolve(file) + ": " + FileFailure.reason(e));
                    }
                    return;
                }
            }
        }
        throw new IOException("limits." + limit + ": its cgroup could not be made");
    }

    /** Forbids swap, which would be a way around the limit. Kernels may be built, or started, without swap accounting. */
    private static void swap(List<Path> dirs, String bytes) {
        for (Path dir : dirs) {
            CgroupFiles.tryWrite(dir.resolve("memory.swap.max"), "0");
            CgroupFiles.tryWrite(dir.resolve("memory.memsw.limit_in_bytes"), bytes);
            // The kernel kills the whole instance or nothing of it: half an instance helps nobody.
            CgroupFiles.tryWrite(dir.resolve("memory.oom.group"), "1");
        }
    }
}
