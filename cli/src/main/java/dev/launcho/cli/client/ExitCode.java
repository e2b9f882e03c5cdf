package dev.launcho.cli.client;

/** The exit code of a command. */
public enum ExitCode {
    OK(0),
    FAILED(1),
    USAGE(2),
    /** A target, configuration or auth file is not valid. */
    INVALID(3),
    NOT_FOUND(4),
    /** Something is in use, or somebody else changed it meanwhile. */
    CONFLICT(5),
    /** Wrong token or certificate. */
    AUTH(6),
    UNREACHABLE(7),
    /** The rollout failed; the previous version keeps running. */
    UNHEALTHY(8),
    /** No answer came to a change: it may have been made, or may still be. */
    UNKNOWN_OUTCOME(9),
    /** {@code plan --exit-code}: there is something to do. */
    CHANGES(10),
    /** The user pressed Ctrl-C. */
    INTERRUPTED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
