package dev.launcho.core.model;

/** Where a rollout stands. */
public enum RolloutOutcome {
    RUNNING,
    LIVE,
    /** Given up, or not healthy in time. */
    FAILED,
    /** A later change took its place before it ended. */
    SUPERSEDED,
    /** It can't go on until a secret or resource is there; then it does. */
    WAITING;

    public boolean ended() {
        return switch (this) {
            case RUNNING, WAITING -> false;
            case LIVE, FAILED, SUPERSEDED -> true;
        };
    }
}
