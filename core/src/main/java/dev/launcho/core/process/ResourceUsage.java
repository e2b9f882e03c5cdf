package dev.launcho.core.process;

/**
 * The resources that an instance's tree used at the last look.
 *
 * @param cpu percent of one core since the look before; negative if there was none
 * @param memory bytes: the cgroup's use without what can be reclaimed at once, else resident memory, which counts
 *     shared pages once for each process; negative if unknown
 * @param files open descriptors; negative if unknown
 * @param cpuMicros microseconds of CPU time since this server's first look, and before it as far as that shows them; never
 *     falls; negative if unknown, as for a client
 */
public record ResourceUsage(double cpu, long memory, int files, long cpuMicros) {
    public static final ResourceUsage UNKNOWN = new ResourceUsage(-1, -1, -1);

    /** A use whose CPU time is not known. */
    public ResourceUsage(double cpu, long memory, int files) {
        this(cpu, memory, files, -1);
    }
}
