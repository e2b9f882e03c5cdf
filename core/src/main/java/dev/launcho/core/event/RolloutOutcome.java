package dev.launcho.core.event;

/** The state of a rollout. */
public enum RolloutOutcome {
    RUNNING,
    LIVE,
    /** Given up, or not healthy in time. */
    FAILED,
    /** A later change took its place before it ended. */
    SUPERSEDED,
    /** The rollout waits for a secret, a resource or another process, and then continues. */
    WAITING;

    public boolean ended() {
        return switch (this) {
            case RUNNING, WAITING -> false;
            case LIVE, FAILED, SUPERSEDED -> true;
        };
    }
}
