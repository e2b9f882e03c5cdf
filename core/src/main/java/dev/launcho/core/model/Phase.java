package dev.launcho.core.model;

/** Where an instance is in its life; the arrows are in {@code core.plan.Transitions}. */
public enum Phase {
    /** Ports leased, directory made, resources copied; nothing runs yet. */
    PREPARING,
    /** Runs; has not been healthy yet. */
    STARTING,
    /** Healthy, in rotation. */
    READY,
    /** Was ready, fails its probes; out of rotation. */
    UNREADY,
    /** Leaves: out of rotation, its connections end by themselves. It was ready, or an earlier server may have seen it so. */
    DRAINING,
    /** Was signalled. */
    STOPPING,
    /** Gone with its whole tree; only its traces are to be cleaned up. */
    EXITED;

    /** Whether it serves or may come to serve: not leaving, not gone. */
    public boolean active() {
        return switch (this) {
            case PREPARING, STARTING, READY, UNREADY -> true;
            case DRAINING, STOPPING, EXITED -> false;
        };
    }

    /** Whether it has not yet been healthy. */
    public boolean fresh() {
        return this == PREPARING || this == STARTING;
    }

    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
