package dev.launcho.core.process;

/**
 * The resources that an instance's tree used at the last look.
 *
 * @param cpu percent of one core since the look before; negative if there was none
 * @param memory bytes: the cgroup's use without what can be reclaimed at once, else resident memory, which counts
 *     shared pages once for each process; negative if unknown
 * @param files open descriptors; negative if unknown
 */
public record ResourceUsage(double cpu, long memory, int files) {
    public static final ResourceUsage UNKNOWN = new ResourceUsage(-1, -1, -1);
}
