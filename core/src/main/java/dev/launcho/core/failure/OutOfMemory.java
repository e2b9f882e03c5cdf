package dev.launcho.core.failure;

import dev.launcho.core.text.ByteSize;

/** Why the kernel killed a process of an instance for lack of memory. */
public enum OutOfMemory {
    /** The instance was over its {@code limits.memory}. */
    OWN_LIMIT,
    /** The machine, or the server's own cgroup, had no more. */
    MACHINE;

    /**
     * Returns the cause in words.
     *
     * @param limit {@code limits.memory} in bytes; 0 if it is not known
     */
    public String words(long limit) {
        return switch (this) {
            case OWN_LIMIT ->
                limit > 0
                        ? "out of memory, limits.memory is " + ByteSize.format(limit)
                        : "out of memory, over limits.memory";
            case MACHINE -> "out of memory, the machine or the server's own cgroup has no more";
        };
    }
}
