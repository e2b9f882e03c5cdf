package dev.launcho.core.process.cgroup;

import dev.launcho.core.model.Limits;
import dev.launcho.core.process.system.HardLimits;
import dev.launcho.core.text.ByteSize;
import java.util.ArrayList;
import java.util.List;

/** The limits that this server can enforce on a process. Immutable. */
public record LimitEnforcement(CgroupFactory cgroups, HardLimits hard) {
    private static final int CORE_BLOCK = 512;

    /** Returns a line for each limit that is not enforced, or not in full. */
    public List<String> lacking(Limits limits) {
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

    /** Returns the argument of the shim's ulimit -n; empty = none. */
    public String files(Limits limits) {
        return limits.files() == 0 ? "" : Long.toString(Math.min(limits.files(), hard.files()));
    }

    /** Returns the argument of the shim's ulimit -c, which counts in blocks of 512 bytes; empty = none. */
    public String core(Limits limits) {
        long bytes = Math.min(limits.core(), hard.core());
        return limits.core() < 0 ? "" : Long.toString(bytes / CORE_BLOCK + (bytes % CORE_BLOCK > 0 ? 1 : 0));
    }
}
