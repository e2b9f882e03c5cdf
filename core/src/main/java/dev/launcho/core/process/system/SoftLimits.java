package dev.launcho.core.process.system;

import dev.launcho.core.process.kernel.CgroupFiles;
import java.nio.file.Path;
import java.util.Map;

/**
 * The soft limits that this server was started with, which instances get: the JVM raises its own, and {@code CoreDumps}
 * lowers them. Programs that use select(2), or that make a table for all descriptors that they may ever have, go by the
 * <em>soft</em> limit of open files. Immutable.
 *
 * @param files argument of ulimit -S -n
 * @param core argument of ulimit -S -c; empty = as the server has it
 * @param dumpFilter value for coredump_filter of proc(5); empty = as the server has it
 */
public record SoftLimits(String files, String core, String dumpFilter) {
    /** The script {@code launcho} puts {@code ulimit -S -n} here. */
    public static final String VARIABLE = "LAUNCHO_SOFT_FILES";

    /** The script puts {@code ulimit -S -c} here. */
    public static final String CORE_VARIABLE = "LAUNCHO_SOFT_CORE";

    /** {@code CoreDumps} puts the earlier coredump_filter here. */
    public static final String FILTER_VARIABLE = "LAUNCHO_CORE_FILTER";

    private static final String OPEN_FILES = "Max open files";

    /** The soft limit that systemd and the kernel give by default. */
    private static final long USUAL = 1_024;

    /** @param environment the server's own, with the variables that {@code CoreDumps} has added */
    public static SoftLimits of(Map<String, String> environment) {
        String core = environment.getOrDefault(CORE_VARIABLE, "");
        String filter = environment.getOrDefault(FILTER_VARIABLE, "");
        return new SoftLimits(
                files(environment),
                core.matches("[0-9]{1,18}|unlimited") ? core : "",
                filter.matches("0x[0-9a-f]{1,8}") ? filter : "");
    }

    /**
     * Returns the argument of ulimit -S -n: the limit that the script has handed over, else that of the parent process, else
     * the usual one. Never above this server's hard limit.
     *
     * @param environment the server's own
     */
    public static String files(Map<String, String> environment) {
        String handed = environment.getOrDefault(VARIABLE, "");
        long hard = number(Path.of("/proc/self"), OPEN_FILES, 1);
        long soft = handed.matches("[0-9]{1,18}") ? Long.parseLong(handed) : handed.equals("unlimited") ? hard : 0;
        if (soft == 0) {
            soft = ProcessHandle.current()
                    .parent()
                    .map(ProcessHandle::pid)
                    // Process 1 has limits of its own, and gives others to its children.
                    .filter(pid -> pid > 1)
                    .map(pid -> number(Path.of("/proc/" + pid), OPEN_FILES, 0))
                    .filter(files -> files > 0 && files < Long.MAX_VALUE)
                    .orElse(USUAL);
        }
        return Long.toString(Math.min(soft, hard));
    }

    /** Returns the stack limit in bytes, from which the kernel derives the bound for arguments and environment. */
    public static long stack(Path proc) {
        return number(proc, "Max stack size", 0);
    }

    /** Reads a limit from lines {@code NAME SOFT HARD UNIT}. @return the greatest number if it can't be read or has no bound */
    public static long number(Path proc, String limit, int column) {
        return CgroupFiles.read(proc.resolve("limits"))
                .lines()
                .filter(line -> line.startsWith(limit))
                .map(line -> line.substring(limit.length()).trim().split("\\s+")[column])
                .filter(word -> word.matches("[0-9]+"))
                .findFirst()
                .map(Long::valueOf)
                .orElse(Long.MAX_VALUE);
    }
}
