package dev.launcho.core.model;

/** The phase of an instance's life cycle; the transitions are in {@code core.plan.Transitions}. */
public enum Phase {
    /** Ports leased, directory made, resources copied; nothing runs yet. */
    PREPARING,
    /** Runs; has not been healthy yet. */
    STARTING,
    /** Healthy, in rotation. */
    READY,
    /** Was ready, fails its probes; out of rotation. */
    UNREADY,
    /** Leaves: out of rotation, its connections end by themselves. It was ready, or may have been under an earlier server. */
    DRAINING,
    /** Was sent its stop signal. */
    STOPPING,
    /** Gone with its whole tree; only its traces have to be cleaned up. */
    EXITED;

    /** Returns whether it serves or may come to serve: not leaving, not gone. */
    public boolean active() {
        return switch (this) {
            case PREPARING, STARTING, READY, UNREADY -> true;
            case DRAINING, STOPPING, EXITED -> false;
        };
    }

    /** Returns whether it has not yet been healthy. */
    public boolean fresh() {
        return this == PREPARING || this == STARTING;
    }

    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
