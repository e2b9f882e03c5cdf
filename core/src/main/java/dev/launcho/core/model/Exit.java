package dev.launcho.core.model;

/**
 * How an instance ended.
 *
 * @param stage what ended
 * @param status exit status as a shell tells it; -1 where it is not known
 * @param problem for {@link Stage#LAUNCH}: what went wrong; else why the kernel killed a process of it, or empty
 */
public record Exit(Stage stage, int status, String problem) {
    private static final int KILLED = 128 + 9;

    /** What was running when it ended. */
    public enum Stage {
        /** It never came to run. */
        LAUNCH,
        /** The {@code before} script. */
        BEFORE,
        COMMAND
    }

    public static Exit notLaunched(String problem) {
        return new Exit(Stage.LAUNCH, -1, problem);
    }

    public static Exit of(Stage stage, int status) {
        return new Exit(stage, status, "");
    }

    /** The same, the kernel having killed a process of it. A shim that was killed too could not tell a status. */
    public Exit killedFor(String reason) {
        return new Exit(stage, status < 0 ? KILLED : status, reason);
    }

    public boolean success() {
        return stage == Stage.COMMAND && status == 0;
    }

    /** The same, with its problem in other words. */
    public Exit saying(String other) {
        return new Exit(stage, status, other);
    }

    /** {@code exited with status 3}, {@code before failed: exit 2}, {@code SIGKILL or exit 137}, {@code killed: out of memory, ...}. */
    public String describe() {
        return switch (stage) {
            case LAUNCH -> "could not be launched: " + problem;
            case BEFORE -> "`before` failed: " + words();
            case COMMAND -> words();
        };
    }

    private String words() {
        if (problem.isEmpty()) {
            return statusWords();
        }
        String why = "killed: " + problem;
        return status == KILLED ? why : statusWords() + " (a process of it was " + why + ")";
    }

    private String statusWords() {
        if (status < 0) {
            return "ended, its exit status is not known";
        }
        return switch (status) {
            case 126 -> "exit 126 (the command can't be executed)";
            case 127 -> "exit 127 (command not found)";
            default -> status > 128 && status < 128 + 65 ? signalWords(status - 128) : "exit " + status;
        };
    }

    private String signalWords(int signal) {
        String name = switch (signal) {
            case 1 -> "SIGHUP";
            case 2 -> "SIGINT";
            case 3 -> "SIGQUIT";
            case 4 -> "SIGILL";
            case 6 -> "SIGABRT";
            case 7 -> "SIGBUS";
            case 8 -> "SIGFPE";
            case 9 -> "SIGKILL";
            case 11 -> "SIGSEGV";
            case 13 -> "SIGPIPE";
            case 14 -> "SIGALRM";
            case 15 -> "SIGTERM";
            default -> "signal " + signal;
        };
        return name + " or exit " + status;
    }
}
