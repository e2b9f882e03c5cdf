package dev.launcho.cli.client;

/** How a command ends. */
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
    /** The rollout failed; what ran before goes on. */
    UNHEALTHY(8),
    /** {@code plan --exit-code}: there is something to do. */
    CHANGES(10),
    /** By Ctrl-C. */
    INTERRUPTED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
