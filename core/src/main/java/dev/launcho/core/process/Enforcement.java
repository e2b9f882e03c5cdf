package dev.launcho.core.process;

import dev.launcho.core.model.ByteSize;
import dev.launcho.core.model.Limits;
import java.util.ArrayList;
import java.util.List;

/** What of a process's limits this server can hold it to. Immutable. */
record Enforcement(Cgroups cgroups, HardLimits hard) {
    private static final int CORE_BLOCK = 512;

    /** A line for each limit that is not, or not in full, enforced. */
    List<String> lacking(Limits limits) {
        List<String> lines = new ArrayList<>();
        grouped(lines, "memory", limits.memory() > 0);
        grouped(lines, "cpu", limits.milliCpu() > 0);
        grouped(lines, "pids", limits.pids() > 0);
        if (limits.files() > hard.files()) {
            lines.add("limits.files is only " + hard.files() + " here, the most that this server may give");
        }
        if (limits.core() > hard.core()) {
            lines.add("limits.core is only " + ByteSize.format(hard.core())
                    + " here, the most that this server may give");
        }
        return lines;
    }

    private void grouped(List<String> lines, String limit, boolean wanted) {
        if (wanted && !cgroups.limits(limit)) {
            lines.add("limits." + limit + " is not enforced, this server can't make cgroups with the controller "
                    + limit);
        }
    }

    /** What the shim gives to ulimit -n; empty = nothing. */
    String files(Limits limits) {
        return limits.files() == 0 ? "" : Long.toString(Math.min(limits.files(), hard.files()));
    }

    /** What the shim gives to ulimit -c, which counts in blocks of 512 bytes; empty = nothing. */
    String core(Limits limits) {
        long bytes = Math.min(limits.core(), hard.core());
        return limits.core() < 0 ? "" : Long.toString(bytes / CORE_BLOCK + (bytes % CORE_BLOCK > 0 ? 1 : 0));
    }
}
