package dev.launcho.core.failure;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The end of an instance.
 *
 * @param stage that ended
 * @param status exit status as a shell reports it; -1 if it is not known
 * @param problem for {@link Stage#LAUNCH}: the failure; else why the kernel killed a process of the instance, or empty
 * @param fault why its command can't be executed; empty if no such fault is known
 * @param lack the resource that this machine lacked; empty if none is known
 * @param memory why the kernel killed a process of the instance for lack of memory; empty if it did not, or that is not known
 */
public record Exit(
        Stage stage,
        int status,
        String problem,
        Optional<CommandFault> fault,
        Optional<FailureKind> lack,
        Optional<OutOfMemory> memory) {
    /** The exit status of a shell that can't execute a command. */
    public static final int CANNOT_EXECUTE = 126;

    /** The exit status of a shell that does not find a command. */
    public static final int COMMAND_NOT_FOUND = 127;

    /** The exit status after SIGKILL. */
    public static final int KILLED = 128 + 9;

    /** The stage in which an instance ended. */
    public enum Stage {
        /** The instance never ran. */
        LAUNCH,
        /** The {@code before} script. */
        BEFORE,
        COMMAND
    }

    public Exit(Stage stage, int status, String problem) {
        this(stage, status, problem, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static Exit notLaunched(String problem) {
        return new Exit(Stage.LAUNCH, -1, problem);
    }

    public static Exit of(Stage stage, int status) {
        return new Exit(stage, status, "");
    }

    /** Returns this end, caused by the kernel's kill of a process. A shim that was killed, too, could not report a status. */
    public Exit killedFor(String reason) {
        return new Exit(stage, status < 0 ? KILLED : status, reason, fault, lack, memory);
    }

    /**
     * Returns this end, caused by the kernel's kill of a process for lack of memory.
     *
     * @param limit {@code limits.memory} in bytes; 0 if it is not known
     */
    public Exit killedFor(OutOfMemory why, long limit) {
        return killedFor(why.words(limit)).lackingMemory(why);
    }

    /** Returns this end, caused by a lack of memory. */
    private Exit lackingMemory(OutOfMemory why) {
        return new Exit(stage, status, problem, fault, lack, Optional.of(why));
    }

    /** Returns this end, caused by a command that can't be executed. */
    public Exit faulty(CommandFault what) {
        return new Exit(stage, status, problem, Optional.of(what), lack, memory);
    }

    /** Returns this end, caused by a shortage of this machine. */
    public Exit lacking(FailureKind what) {
        return new Exit(stage, status, problem, fault, Optional.of(what), memory);
    }

    public boolean success() {
        return stage == Stage.COMMAND && status == 0;
    }

    /** Returns whether the server itself lacked what it takes to launch the instance: a later try may work. */
    public boolean isLackOfServer() {
        return stage == Stage.LAUNCH && lack.isPresent();
    }

    /** Returns whether the disk was full, which the version itself may have caused: its resources may not fit. */
    public boolean isLackOfDisk() {
        return isLackOfServer()
                && lack.filter(kind -> kind == FailureKind.DISK_FULL).isPresent();
    }

    /** Returns this end with its texts replaced by {@code words}, as to hide secrets. */
    public Exit saying(UnaryOperator<String> words) {
        return new Exit(stage, status, words.apply(problem), fault.map(f -> f.saying(words)), lack, memory);
    }

    /** Returns the end in words: {@code exit 3}, {@code `before` failed: exit 2}, {@code SIGKILL or exit 137}, {@code killed: ...}. */
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
        return status == KILLED ? why : statusWords() + " (one of its processes was " + why + ")";
    }

    private String statusWords() {
        if (status < 0) {
            return "ended, its exit status is not known";
        }
        if (fault.isPresent()) {
            return "exit " + status + " (" + fault.get().words() + ")";
        }
        return switch (status) {
            case CANNOT_EXECUTE -> "exit 126 (a shell's status for a command that it can't execute)";
            case COMMAND_NOT_FOUND -> "exit 127 (the status for a program or a library that is not found)";
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
