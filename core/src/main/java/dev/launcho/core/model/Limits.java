package dev.launcho.core.model;

/**
 * The resource limits of an instance's whole process tree.
 *
 * @param memory bytes, swap included; 0 = no limit
 * @param milliCpu thousandths of a core; 0 = no limit
 * @param pids processes and threads; 0 = no limit
 * @param files open descriptors of each process; 0 = no limit
 * @param core bytes of a core file; negative = the server's own limit
 */
public record Limits(long memory, int milliCpu, int pids, int files, long core) {
    public static final Limits NONE = new Limits(0, 0, 0, 0, -1);

    public Limits {
        if (memory < 0 || milliCpu < 0 || pids < 0 || files < 0) {
            throw new IllegalArgumentException("a limit can't be negative");
        }
        core = Math.max(-1, core);
    }
}
