package dev.launcho.core.process;

import dev.launcho.core.model.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Writes limits into the groups of an instance: each into the group whose files know it. */
final class CgroupLimits {
    private static final int PERIOD_MICROS = 100_000;

    /** Files of version 2, then of version 1. */
    private static final List<String> MEMORY = List.of("memory.max", "memory.limit_in_bytes");

    private static final List<String> CPU = List.of("cpu.max", "cpu.cfs_quota_us");
    private static final List<String> PIDS = List.of("pids.max");

    private CgroupLimits() {}

    /** @param held whether this server's groups can hold {@code memory}, {@code cpu}, {@code pids}: what they can't is left */
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
            // The shim is not the user's to count.
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
                                + dir.resolve(file) + ": " + e.getMessage());
                    }
                    return;
                }
            }
        }
        throw new IOException("limits." + limit + ": its cgroup could not be made");
    }

    /** Swap must not be a way around it; kernels may be built, or started, without counting that. */
    private static void swap(List<Path> dirs, String bytes) {
        for (Path dir : dirs) {
            CgroupFiles.tryWrite(dir.resolve("memory.swap.max"), "0");
            CgroupFiles.tryWrite(dir.resolve("memory.memsw.limit_in_bytes"), bytes);
            // All or nothing: half an instance helps nobody.
            CgroupFiles.tryWrite(dir.resolve("memory.oom.group"), "1");
        }
    }
}
