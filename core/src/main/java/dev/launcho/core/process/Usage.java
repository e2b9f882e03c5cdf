package dev.launcho.core.process;

/**
 * What the tree of an instance used when it was last looked at.
 *
 * @param cpu percent of one core since the look before; negative if there was none
 * @param memory bytes: the cgroup's without what could be had back at once, else resident memory, where what processes
 *     share counts once for each; negative if unknown
 * @param files open descriptors; negative if unknown
 */
public record Usage(double cpu, long memory, int files) {
    public static final Usage UNKNOWN = new Usage(-1, -1, -1);
}
